"""`catalina demo`: three months of invented use, so that the panel and the figures have something to show."""

import random
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from bot.cli.opening import open_services
from bot.refusals import Refused
from bot.services import Services
from knowledge import personal
from knowledge.conversaciones import Contact, Event, Interaction, Rating

DAYS = 90
SEED = 2026
DEMO = "demo"  # the row of `events` that says it; `catalina kpi` reads it
TOPICS = ("tramite",) * 6 + ("convocatorias", "estado", "participacion", "cooperacion", "funcionario", "radicar")


@click.command()
def demo() -> None:
    """Llena una base de datos vacía con tres meses de uso inventado y una cuenta por rol.

    Las cifras quedan marcadas como inventadas. No corre donde ya escribió alguien.

    \b
    Ejemplo:
      CATALINA_DATA_DIR=var/demo catalina demo
    """
    services = open_services()
    now = services.clock()
    with services.db.writing() as db:
        if db.execute(select(func.count()).select_from(Contact)).scalar_one():
            raise Refused(
                "Aquí ya escribió alguien: lo inventado no se mezcla. Usa otra carpeta: CATALINA_DATA_DIR=var/demo"
            )
        if db.execute(select(col(Event.id)).where(col(Event.kind) == DEMO)).first():
            raise Refused("El uso inventado ya está cargado.")
        turns = _fill(db, now)
    click.echo(f"{turns} turnos inventados en {DAYS} días. «catalina kpi» los muestra y dice que son inventados.")
    for usuario, password in _accounts(services):
        click.echo(f"  {usuario:<20} {password}")


def _fill(db: Connection, now: datetime) -> int:
    """Write the invented rows, the same for the same day."""
    dice = random.Random(SEED)  # noqa: S311 - invented use, nothing is kept secret by it
    rows = [row for back in range(1, DAYS + 1) for row in _day(dice, now - timedelta(days=back))]
    ratings = [row for row in rows if dice.random() < 0.08]
    db.execute(insert(Interaction), rows)
    db.execute(
        insert(Rating),
        [
            {"at": r["at"], "channel": r["channel"], "puntaje": dice.choice((2, 3, 4, 5, 5)), "comentario": None}
            for r in ratings
        ],
    )
    db.execute(insert(Event).values(at=now, kind=DEMO, detail="uso inventado por «catalina demo»", contact_id=None))
    return len(rows)


def _day(dice: random.Random, day: datetime) -> list[dict[str, object]]:
    midnight = day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    quiet = 0.4 if midnight.weekday() >= 5 else 1.0
    people = max(1, round(dice.gauss(30, 6) * quiet))
    return [row for _ in range(people) for row in _conversation(dice, midnight + timedelta(hours=dice.gauss(17, 3)))]


def _conversation(dice: random.Random, at: datetime) -> list[dict[str, object]]:
    persona = dice.randrange(400).to_bytes(8, "big")
    channel, idioma, topic = (
        dice.choice(("whatsapp", "whatsapp", "web")),
        dice.choice(("es",) * 9 + ("en",)),
        dice.choice(TOPICS),
    )
    turns = dice.randint(1, 5)
    return [
        {
            "at": at + timedelta(seconds=40 * n), "persona": persona, "channel": channel, "idioma": idioma,
            "kind": dice.choice(("answered",) * 8 + ("clarified", "missed")), "intencion": topic, "confianza": 0.9, "tramite": None,
            "flow": None, "question": None, "ended": None, "reply_ms": dice.randint(15, 900),
        }
        for n in range(turns)
    ]  # fmt: skip


def _accounts(services: Services) -> list[tuple[str, str]]:
    """Make one account a role; an editor and a reviewer are two people."""
    made = []
    with services.db.session() as db:
        for rol in personal.ROLES:
            usuario, password = f"demo.{rol}", personal.new_password()
            if personal.find(db, usuario) is None:
                personal.create_account(
                    db, usuario, f"Demostración: {rol}", [rol], password, services.clock(), by="catalina demo"
                )
                made.append((usuario, password))
    return made
