"""The process that is killed: web and delivery of the product in one, with a fault point that ends it by signal 9.

`python -m tests.drill.child` reads one order a line (JSON) from its standard input, forks a server for it and writes
how that server ended. Forking saves the seconds of importing and loading that each of 500 runs would cost.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from bot.app import create_app
from bot.embedded import avisador_of, delivery_of, start_embedded
from bot.services import Current, Services, make_services
from bot.settings import Settings, load_settings
from knowledge.db import open_database
from notifier.avisos import despachar
from notifier.avisos_seguir import seguir
from notifier.delivery import sweep
from tests.twilio.fake import ACCOUNT
from tests.worlds import NOON

SPEED = 20.0  # the product's clock runs faster, so that a lease of a minute ends in three seconds
# Notices go from seven in the morning to seven in the evening: 36 minutes of a drill. From noon it was 21, and a slow
# machine ended in the evening with everything held until the next day.
DAWN = NOON - timedelta(hours=5)
TOKEN = "token-of-the-tests"
PUBLIC = "https://catalina.example"


@dataclass(frozen=True)
class Swift:
    """A clock that runs fast, the same in every process that was given the same start."""

    began: float

    def __call__(self) -> datetime:
        return DAWN + timedelta(seconds=(time.monotonic() - self.began) * SPEED)


def drill_settings(database_url: str, folder: Path, vendor: str) -> Settings:
    return load_settings(
        _env_file=None, database_url=database_url, data_dir=folder, secret_key="secret-of-the-drill", public_url=PUBLIC,
        twilio_account_sid=ACCOUNT, twilio_auth_tokens=(TOKEN,), twilio_whatsapp_from="whatsapp:+573000000000",
        twilio_api_url=vendor, log_level="ERROR",
    )  # fmt: skip


def fatal(point: str | None, nth: int) -> Callable[[str], None]:
    """Return a fault that kills this process when it comes to a point for the n-th time."""
    hits: Counter[str] = Counter()
    lock = threading.Lock()

    def fault(name: str) -> None:
        with lock:
            hits[name] += 1
            if name == point and hits[name] == nth:
                os.kill(os.getpid(), signal.SIGKILL)

    return fault


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        pass


def serve(settings: Settings, clock: Swift, loaded: Services, order: dict[str, Any]) -> None:
    """Serve until killed."""
    faulthandler.register(signal.SIGUSR1)  # what it does when it does not come to its point
    database = open_database(settings.resolved_database_url, synchronous=settings.synchronous)
    current = Current(database, clock, loaded.current.entidad, loaded.current.get())
    services = replace(loaded, db=database, current=current, fault=fatal(order["point"], order["nth"]))
    services, _ = start_embedded(services)
    threading.Thread(target=_sweeping, args=[services], daemon=True).start()
    make_server("127.0.0.1", order["port"], create_app(services), threaded=True, request_handler=_Quiet).serve_forever()


def _sweeping(services: Services) -> None:
    """Look after lost rows more often than the timetable's real seconds allow at this clock's speed."""
    delivery, avisador = delivery_of(services), replace(avisador_of(services), asiento=timedelta(seconds=1))
    while True:
        time.sleep(0.25)
        sweep(delivery)
        seguir(avisador)
        despachar(avisador)
        services.wake_delivery()


def main() -> None:
    """Take orders until the input ends."""
    first = json.loads(sys.stdin.readline())
    settings = drill_settings(first["database_url"], Path(first["folder"]), first["vendor"])
    clock = Swift(first["began"])
    services = make_services(settings, clock=clock)
    services.current.get()
    create_app(services)  # imports and templates are read once, here
    services.db.engine.dispose()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            serve(settings, clock, services, json.loads(line))
            os._exit(0)
        print(json.dumps({"pid": child}), flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None}), flush=True)


if __name__ == "__main__":
    main()
