"""Invented use for tests of what people see: some 3,000 turns of three months, always the same, counted and published.

`fill` writes the rows that citizens and staff leave; `counted` counts them at `NOON` and publishes December, January and
February. Nobody wrote in the first days of December, so a month has stretches in which few wrote.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from bot.cifras.cuenta import contar
from bot.services import Services
from knowledge.atencion import AtencionRow
from knowledge.avisos import AvisoRow
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Contact, Interaction, Outgoing, Rating
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import SolicitudRow
from knowledge.values import Catalogo
from notifier.cifras.night import Contado

DESDE, HASTA = date(2025, 12, 1), date(2026, 2, 28)
SEED = 7
PERSONS = 260
TOPICS = ("tramite",) * 6 + ("radicar", "radicar", "estado", "convocatorias", "funcionario", "saludo", "participacion")
KINDS = ("answered",) * 12 + ("greeted", "command", "missed", "retried", "clarified")
ASKED = (
    "ctg-predial-determinacion", "ctg-pico-y-placa", "ctg-estratificacion", "ctg-uso-suelo", "ctg-residencia",
    "ctg-regimen-subsidiado", "ctg-ider-clubes",
)  # fmt: skip
HEAVY = (30, 20, 12, 6, 4, 2, 1)  # some are asked for often, the last almost never
QUESTIONS = ("radicar.tipo.0", "radicar.objeto.0", "radicar.nombre.0", "error_dato.detalle", "encuesta.comentario")
TIPOS = ("peticion_general", "peticion_general", "queja", "queja", "informacion_o_documentos", "felicitacion")
Row = dict[str, Any]


def fill(db: Connection, catalogo: Catalogo, turns: int = 3_000) -> None:
    """Write the invented rows."""
    dice = random.Random(SEED)
    rows: list[Row] = []
    while len(rows) < turns:
        rows += _talk(dice, catalogo)
    db.execute(insert(Interaction), rows)
    db.execute(insert(Rating), list(_ratings(dice, rows)))
    db.execute(insert(Contact), [{"id": 1, "created_at": _moment(dice)}])
    db.execute(insert(AtencionRow), [_handed(dice) for _ in range(80)])
    db.execute(insert(SolicitudRow), [_request(dice, n) for n in range(150)])
    db.execute(insert(AvisoRow), [_notice(dice, n) for n in range(90)])
    db.execute(insert(Outgoing), [_sent(dice, n) for n in range(400)])
    db.execute(insert(DenunciaRow), [_report(n) for n in range(9)])
    db.execute(insert(SondaRow), [_minute(n) for n in range(2 * 1440)])


def counted(services: Services, turns: int = 3_000) -> Contado:
    """Fill the database of some services and count it, as the night does."""
    with services.db.writing() as db:
        fill(db, services.current.get().catalogo, turns)
    return contar(services)


def _moment(dice: random.Random) -> datetime:
    first = datetime.combine(DESDE, datetime.min.time(), UTC)
    day = min(int(dice.triangular(4, 90, 70)), 89)
    return first + timedelta(days=day, hours=5 + min(23.0, max(0.0, dice.gauss(12, 4))), seconds=dice.randrange(3600))


def _talk(dice: random.Random, catalogo: Catalogo) -> Iterator[Row]:
    at, persona = _moment(dice), dice.randrange(PERSONS).to_bytes(8, "big")
    topic, channel = dice.choice(TOPICS), dice.choice(("whatsapp", "whatsapp", "web"))
    idioma = "en" if dice.random() < 0.06 else "es"
    tramite = dice.choices(ASKED, HEAVY)[0] if topic == "tramite" else None
    office = catalogo.tramites[tramite].dependencia_id if tramite else None
    form = dice.choice(QUESTIONS) if topic in ("radicar", "funcionario") else None
    length = dice.randint(2, 6)
    for n in range(length):
        flow = form.partition(".")[0] if form else None
        last = n == length - 1 and dice.random() < 0.6
        yield {
            "at": at + timedelta(seconds=50 * n), "persona": persona, "channel": channel, "idioma": idioma, "kind": dice.choice(KINDS),
            "intencion": topic, "confianza": 0.9, "tramite": tramite, "dependencia": office, "flow": flow,
            "question": None if last else form, "ended": flow if last else None,
            "reply_ms": dice.choice((90, 120, 180, 250, 400, 900, 2_500, 70_000) if n == 0 else (90, 150, 300)),
        }  # fmt: skip


def _ratings(dice: random.Random, rows: list[Row]) -> Iterator[Row]:
    for n, row in enumerate(rows):
        if dice.random() < 0.06:
            codigo = f"persona:{n}" if dice.random() < 0.2 else None
            yield {
                "at": row["at"],
                "channel": row["channel"],
                "puntaje": dice.choice((1, 2, 3, 4, 5, 5)),
                "codigo": codigo,
            }


def _handed(dice: random.Random) -> Row:
    at = _moment(dice)
    first = at + timedelta(seconds=dice.choice((40, 120, 200, 900, 4_000))) if dice.random() < 0.8 else None
    return {
        "canal": dice.choice(("whatsapp", "web")), "cola": "", "dependencia_id": dice.choice((None, "hacienda", "planeacion")),
        "pedida_at": at, "primera_at": first, "estado": "cerrada", "cerrada_at": at + timedelta(hours=4),
    }  # fmt: skip


def _request(dice: random.Random, n: int) -> Row:
    received = _moment(dice).date()
    answered = received + timedelta(days=dice.randint(2, 30)) if dice.random() < 0.8 else None
    return {
        "codigo": f"CODE-{n:04d}", "tipo": dice.choice(TIPOS), "estado": "respondida" if answered else "recibida",
        "dependencia_id": dice.choice(("hacienda", "planeacion", "datt")), "recibida_el": received, "respondida_el": answered,
        "vence_el": received + timedelta(days=21), "canal": dice.choice(("whatsapp", "web", "ventanilla")),
    }  # fmt: skip


def _notice(dice: random.Random, n: int) -> Row:
    at, estado = _moment(dice), dice.choice(("entregado", "entregado", "entregado", "contado", "tarea"))
    return {
        "key": f"aviso:{n}", "contact_id": 1, "tema": "solicitud", "clase": "responder", "estado": estado, "created_at": at,
        "desde": at + timedelta(minutes=dice.choice((1, 2, 5, 90))),
    }  # fmt: skip


def _sent(dice: random.Random, n: int) -> Row:
    at = _moment(dice)
    return {
        "key": f"turn:1:{n}", "contact_id": 1, "address": "whatsapp:+570000000", "channel": "whatsapp",
        "kind": dice.choice(("reply",) * 9 + ("aviso",)), "body": "{}", "estado": "entregada", "due_at": at, "created_at": at,
        "sent_at": at,
    }  # fmt: skip


def _report(n: int) -> Row:
    day = date(2025, 12, 20) + timedelta(days=7 * n)
    return {
        "id": f"d{n}",
        "recibida_el": day,
        "modo": "anonima",
        "estado": "recibida",
        "contenido": "",
        "receipt_hash": "",
    }


def _minute(n: int) -> Row:
    at = datetime(2026, 2, 27, 5, 0, tzinfo=UTC) + timedelta(minutes=n)
    return {"minuto": at, "bien": n % 50 != 0, "ms": 40}
