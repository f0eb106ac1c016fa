"""The probe over HTTP: a served process is asked as it is, whatever answers instead is a wrong minute, and nobody is burdened."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from time import monotonic

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from bot.services import Services
from bot.sonda import Resultado, sondear
from bot.sonda_http import LEAST_S, STALE_S, Ultima, blueprint, preguntar_en
from knowledge import tramites
from knowledge.cifras import SondaRow
from knowledge.db import open_database
from tests.browser import served
from tests.platform.installation import free_port
from tests.worlds import Clock, content


@contextmanager
def answering(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen, and let `talk` do with the one caller as it likes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            caller, _ = server.accept()
            with caller:
                caller.recv(10_000)
                talk(caller)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def _minutes(services: Services) -> int:
    with services.db.reading() as db:
        return db.execute(select(func.count()).select_from(SondaRow)).scalar_one()


def test_a_served_process_is_asked_and_only_who_asks_writes(services: Services) -> None:
    with served(services) as url:
        answer = requests.get(f"{url}/sonda", timeout=10)
        assert answer.status_code == 200
        assert answer.json()["bien"] is True
        assert answer.json()["motivo"] == ""
        assert answer.json()["ms"] >= 0
        assert _minutes(services) == 0
        sondear(services, lambda: preguntar_en(url, monotonic))
        assert _minutes(services) == 1
        with services.db.reading() as db:
            row = db.execute(select(SondaRow.__table__)).one()  # type: ignore[attr-defined]
        assert (row.bien, row.motivo) == (True, "")


def test_what_is_wrong_there_is_said_here(services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        for which in content().tramites:
            tramites.retirar(db, which, "revisora", clock(), "prueba")
    with served(services) as url:
        assert requests.get(f"{url}/sonda", timeout=10).status_code == 503
        found = preguntar_en(url, monotonic)
    assert (found.bien, found.motivo) == (False, "no hay ningún trámite publicado por el que se pueda preguntar")


def test_a_dead_server_is_a_wrong_minute_without_its_address() -> None:
    port = free_port()
    found = preguntar_en(f"http://127.0.0.1:{port}", monotonic)
    assert (found.bien, found.motivo) == (False, "no se pudo preguntar al servidor (ConnectionRefusedError)")


def test_a_server_that_says_nothing_is_waited_for_so_long_and_no_longer() -> None:
    over = threading.Event()
    with answering(lambda _: (over.wait(10), None)[1]) as url:
        found = preguntar_en(url, monotonic, timeout_s=0.2)
        over.set()
    assert (found.bien, found.motivo) == (False, "el servidor no respondió en 0.2 segundos")
    assert 200 <= found.ms < 2000


def test_a_server_that_never_ends_is_not_waited_for() -> None:
    over = threading.Event()

    def drips(caller: socket.socket) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while not over.wait(0.05):
            caller.sendall(b" ")

    with answering(drips) as url:
        found = preguntar_en(url, monotonic, timeout_s=0.3)
        over.set()
    assert found.motivo == "el servidor no respondió en 0.3 segundos"
    assert found.ms < 2000


@pytest.mark.parametrize(("status", "body", "motivo"), [
    ("200 OK", b"<h1>Bienvenido</h1>", "el servidor respondió 200 y no es la respuesta de la sonda"),
    ("200 OK", b"[true]", "el servidor respondió 200 y no es la respuesta de la sonda"),
    ("200 OK", b'{"bien": false, "motivo": "x"}', "el servidor respondió 200 y no es la respuesta de la sonda"),
    ("200 OK", b'{"bien": 1}', "el servidor respondió 200 y no es la respuesta de la sonda"),
    ("200 OK", b"[" * 9000, "el servidor respondió 200 y no es la respuesta de la sonda"),
    ("503 Service Unavailable", b"<h1>nginx</h1>", "el servidor respondió 503 y no es la respuesta de la sonda"),
    ("503 Service Unavailable", b'{"bien": false, "ms": 3, "motivo": "la base\\u0000 de datos"}', "la base de datos"),
    ("503 Service Unavailable", b'{"bien": false}', "el servidor no dijo por qué"),
    ("302 Found", b'{"bien": true}', "el servidor respondió 302"),
    ("404 Not Found", b"", "el servidor respondió 404"),
    ("502 Bad Gateway", b"", "el servidor respondió 502"),
])  # fmt: skip
def test_whatever_else_answers_is_a_wrong_minute(status: str, body: bytes, motivo: str) -> None:
    head = f"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: {len(body)}\r\n\r\n"
    with answering(lambda caller: caller.sendall(head.encode() + body)) as url:
        found = preguntar_en(url, monotonic)
    assert (found.bien, found.motivo) == (False, motivo)


def test_what_is_no_http_is_a_wrong_minute() -> None:
    with answering(lambda caller: caller.sendall(b"220 correo listo\r\n")) as url:
        assert preguntar_en(url, monotonic).motivo == "no se pudo preguntar al servidor (BadStatusLine)"


def test_however_often_it_is_called_it_asks_once_a_second() -> None:
    now, asked = [0.0], count(1)
    last = Ultima(lambda: Resultado(bien=True, ms=next(asked)), lambda: now[0])
    assert [last.get().ms for _ in range(50)] == [1] * 50
    now[0] += LEAST_S - 0.01
    assert last.get().ms == 1
    now[0] += 0.01
    assert [last.get().ms for _ in range(50)] == [2] * 50


def test_nobody_queues_behind_a_question_that_hangs() -> None:
    now, hangs, over = [0.0], threading.Event(), threading.Event()
    answers = iter([Resultado(bien=True, ms=1), Resultado(bien=True, ms=2)])

    def ask() -> Resultado:
        found = next(answers)
        if found.ms == 2:
            hangs.set()
            over.wait(10)
        return found

    last = Ultima(ask, lambda: now[0])
    last.get()
    now[0] += LEAST_S
    stuck = threading.Thread(target=last.get)
    stuck.start()
    assert hangs.wait(10)
    assert last.get().ms == 1  # what came a moment ago
    now[0] += STALE_S
    assert last.get() == Resultado(bien=False, ms=0, motivo="la pregunta anterior no ha terminado")
    over.set()
    stuck.join()
    assert last.get().ms == 2


def test_the_route_asks_once_a_second_too(services: Services) -> None:
    now = [0.0]
    app = Flask("toy", static_folder=None)
    app.register_blueprint(blueprint(services, lambda: now[0]))
    client = app.test_client()
    assert client.get("/sonda").status_code == 200
    nowhere = open_database(f"postgresql://postgres@127.0.0.1:{free_port()}/nowhere")
    object.__setattr__(services, "db", nowhere)  # from now on an answer would be another
    assert [client.get("/sonda").status_code for _ in range(5)] == [200] * 5
    now[0] += LEAST_S
    answer = client.get("/sonda")
    assert (answer.status_code, answer.get_json()["motivo"]) == (503, "la base de datos no responde")
    nowhere.engine.dispose()
