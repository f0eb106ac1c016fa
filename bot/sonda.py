"""The probe: once a minute one known question is asked, and the minute is written down. Of it «Disponibilidad» is told.

The question is the name of a published trámite, so every city has its own and none must be thought of. Nothing is written
of who asks: no contact, no message, no row of figures. A minute that could not be written has no row, and a minute without
one is a minute in which Catalina was not there: that is how a database that is away shows.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from bot import contacts
from bot.asking import rehearse
from bot.services import Services
from flows.messages import Message
from flows.session import Session
from flows.settle import Turn
from flows.understanding import emergency
from knowledge.catalog import SinContenido
from knowledge.cifras import SondaRow
from knowledge.db import Unavailable
from knowledge.folding import fold
from knowledge.values import Catalogo, Tramite
from notifier import events
from notifier.upsert import insert_or_ignore

EVERY_S = 60.0
LOOK_S = 10.0  # a look that comes a second late must not leave its minute without a row
ALARMA = "sonda"
SEGUIDAS = 3  # wrong minutes in a row before somebody is told
_RECIENTES = 5  # more than those: two processes may write their minutes in the other order
MOTIVO = 200  # characters of a reason that are kept


@dataclass(frozen=True, slots=True)
class Resultado:
    """What came of asking once. `motivo` says why not, in words for the operator; "" when the answer was right."""

    bien: bool
    ms: int
    motivo: str = ""


def pregunta(catalogo: Catalogo) -> Tramite | None:
    """Return the trámite whose name is asked: the first by id whose name alone must lead to it, or None without any.

    Chosen by what is published and never by what is answered: a probe that looks for a question that works cannot fail.
    Out stay the records that lead to a form of their own, those that share a name, and a name that sounds like danger.
    """
    bearers = Counter(
        name
        for record in catalogo.tramites.values()
        for name in {fold(said) for said in (record.nombre, record.titulo_corto, *record.alias)}
    )
    for _, record in sorted(catalogo.tramites.items()):
        if record.flujo is None and bearers[fold(record.nombre)] == 1 and emergency(record.nombre) is None:
            return record
    return None


def preguntar(services: Services, monotonic: Callable[[], float]) -> Resultado:
    """Ask in a fresh conversation, in this process, and return what came of it. Never raises."""
    began = monotonic()
    try:
        motivo = _asked(services)
    except Unavailable:
        motivo = "la base de datos no responde"
    except SinContenido:
        motivo = "no hay contenido publicado"
    except Exception as error:  # noqa: BLE001 - whatever fails makes the minute a wrong one, which is what is told
        motivo = f"falló al responder ({type(error).__name__})"
    return Resultado(not motivo, round((monotonic() - began) * 1000), motivo)


def _asked(services: Services) -> str:
    """Return what is wrong with the answer, or ""."""
    with services.db.reading() as db:
        # The first thing that a citizen's turn asks. Content and model are in memory and would answer without any database.
        contacts.find(db, ("consola:sonda",))
    record = pregunta(services.current.get().catalogo)
    if record is None:
        return "no hay ningún trámite publicado por el que se pueda preguntar"
    return _wrong(record, rehearse(services, Session(), Message(text=record.nombre)))


def _wrong(record: Tramite, done: Turn) -> str:
    facts = done.facts
    if (facts.kind, facts.intencion, facts.tramite) != ("answered", "tramite", record.id):
        got = " · ".join(part for part in (facts.kind, facts.intencion, facts.tramite) if part)
        return f"al preguntar por el trámite {record.id} se obtuvo: {got}"
    if done.bubble is None or not done.bubble.text.strip():
        return f"la respuesta sobre el trámite {record.id} llegó vacía"
    return ""


def sondear(services: Services, ask: Callable[[], Resultado]) -> None:
    """Ask and write the minute down. A minute that another process wrote already stays as it is.

    Raises:
        Unavailable: it could not be written.
    """
    minuto = services.clock().replace(second=0, microsecond=0)
    found = ask()
    row = {"minuto": minuto, "bien": found.bien, "ms": found.ms, "motivo": found.motivo[:MOTIVO]}
    with services.db.writing() as db:
        if insert_or_ignore(db, SondaRow, row, ("minuto",)):
            _tell(db, minuto, found, services.clock())


def _tell(db: Connection, minuto: datetime, found: Resultado, now: datetime) -> None:
    """Raise the alarm at the third wrong minute in a row, and say that it is over at the first right one."""
    rows = select(col(SondaRow.minuto), col(SondaRow.bien)).order_by(col(SondaRow.minuto).desc()).limit(_RECIENTES)
    last = db.execute(rows).all()
    if last[0].minuto != minuto:
        return  # a later minute is written already, and it says how things stand
    if found.bien and not all(row.bien for row in last):
        events.close_alarm(db, ALARMA, now)
    wrong = [row for row in last[:SEGUIDAS] if not row.bien]
    if len(wrong) == SEGUIDAS and not events.is_open(db, ALARMA):
        events.alarm(db, ALARMA, found.motivo, now)
