"""Three months of turns, counted and published as the nightly job does it: what reports, mails and alarms are tried on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.cifras.cuenta import contar, reglas
from bot.services import Current, Services
from knowledge.conversaciones import Interaction, Rating
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.months import roll_months
from notifier.cifras.publish import publish_months
from notifier.cifras.rollup import roll_turns
from tests.correo.server import Servidor
from tests.worlds import Clock

APRIL = datetime(2026, 4, 20, 15, 0, tzinfo=UTC)  # the month of March is out since the ninth
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
USE = {
    JANUARY: 12,
    FEBRUARY: 20,
    MARCH: 30,
}  # persons of each month; each writes twice, and the second is not understood
SCORES = (5, 5, 4, 2, 5, 4, 4, 1)


def turns(month: date, persons: int) -> Iterator[dict[str, Any]]:
    """Yield the turns of a month: two of each person, a third of them on the web."""
    for n in range(persons):
        at = datetime(month.year, month.month, 1 + n % 27, 15, 0, tzinfo=UTC)
        base = {
            "persona": f"{n:08d}".encode(), "channel": "web" if n % 3 == 0 else "whatsapp", "idioma": "es", "reply_ms": 400,
            "intencion": "tramites", "tramite": "ctg-residencia", "dependencia": "hacienda" if n % 2 else "dadis",
        }  # fmt: skip
        yield {**base, "at": at, "kind": "answered"}
        yield {**base, "at": at + timedelta(minutes=1), "kind": "missed" if n % 4 == 0 else "answered"}


def fill(services: Services, use: dict[date, int] = USE) -> None:
    """Insert the turns and some ratings of each month."""
    rows = [row for month, persons in use.items() for row in turns(month, persons)]
    scores = [
        {"at": datetime(month.year, month.month, 3, 15, n, tzinfo=UTC), "channel": "web", "puntaje": score}
        for month, persons in use.items() if persons >= 5 for n, score in enumerate(SCORES)
    ]  # fmt: skip
    with services.db.writing() as db:
        db.execute(insert(Interaction), rows)
        if scores:
            db.execute(insert(Rating), scores)


def publish(services: Services, clock: Clock, use: dict[date, int] = USE, now: datetime = APRIL) -> None:
    """Fill and count, as the night does it for turns; the other sources count nothing here and cost hundreds of commits."""
    clock.now = now
    fill(services, use)
    yesterday = now.date() - timedelta(days=1)
    roll_turns(services.db, reglas(services), yesterday, now)
    for fuente in (NUEVAS, TURNOS):
        roll_months(services.db, fuente, yesterday, now)
    publish_months(services.db, yesterday, now)


def night(services: Services, clock: Clock, now: datetime = APRIL) -> None:
    """Fill and count everything, as the job does it."""
    clock.now = now
    fill(services)
    contar(services)


def with_mail(services: Services, server: Servidor, reportes_a: tuple[tuple[str, str], ...]) -> Services:
    """Return the services of an entity that has a mail server and a list of who gets which report."""
    settings = services.settings.model_copy(
        update={"smtp_url": f"smtp://127.0.0.1:{server.port}", "smtp_from": "informes@ejemplo.gov.co"}
    )
    entidad = replace(services.current.entidad, reportes_a=reportes_a)
    return replace(services, settings=settings, current=Current(services.db, services.clock, entidad))
