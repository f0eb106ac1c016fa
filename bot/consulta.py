"""Tell the state of a request to whoever shows that it is theirs, on the web and over the API, and let nobody guess.

The code is the secret itself. A radicado can be guessed from a neighbour's, so it comes with the code; with the day of
receipt it opens only what is not worked on here, as in the chat. What was asked for is never logged.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.origin import counted_as
from bot.services import Services
from bot.solicitudes import RADICADOS, RADICADOS_EN
from flows.estado import por_radicado
from knowledge import ingresos
from knowledge.codigos import normalise
from knowledge.values import Solicitud

GUESSES = 20  # wrong ones from one network address before it must wait; a whole school may share it
LONGEST = 60  # of a radicado or a code


class Espera(Exception):
    """There were too many wrong guesses from there; `until` says when the next one is looked at."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class FaltaComprobar(ValueError):
    """A radicado came alone. Said whether it exists or not."""


@dataclass(frozen=True, slots=True)
class Pedido:
    """What somebody gave: a code or a radicado, and with a radicado one proof that it is theirs."""

    texto: str
    codigo: str = ""
    recibida: date | None = None


def consultar(services: Services, pedido: Pedido) -> Solicitud | None:
    """Return the request, or None, which says the same of a wrong one and of another person's.

    Raises:
        FaltaComprobar: neither a code nor a radicado with its proof.
        Espera: too many wrong guesses, or too many radicados, came from this address.
    """
    given = f"{pedido.texto}{pedido.codigo}"
    if not given.isprintable() or len(given) > 2 * LONGEST:  # half a character is kept nowhere
        return None
    is_code = normalise(pedido.texto) is not None
    if not is_code and not pedido.codigo and pedido.recibida is None:
        raise FaltaComprobar
    if not is_code and not pedido.codigo:
        return _by_day(services, pedido)
    key, now = counted_as(services, "consulta"), services.clock()  # apart from the panel's log-ins
    with services.db.reading_session() as db:
        until = ingresos.wait_until(db, key, now, free=GUESSES) if key else None
        if until is not None:
            raise Espera(until)
        found = services.solicitud(db, pedido.texto, now) if is_code else _proved(services, db, pedido, now)
    if found is None and key:
        with services.db.session() as db:
            ingresos.note_failure(db, key, now)
    return found


def _proved(services: Services, db: Session, pedido: Pedido, now: datetime) -> Solicitud | None:
    found = services.solicitud(db, pedido.codigo, now) if normalise(pedido.codigo) is not None else None
    return found if found is not None and found.radicado == pedido.texto.strip() else None


def _by_day(services: Services, pedido: Pedido) -> Solicitud | None:
    """Look a radicado up by its day. Counted before it is looked at, a right one too: the next is a neighbour's."""
    key, now = counted_as(services, "radicado"), services.clock()
    if key:
        with services.db.session() as db:
            until = ingresos.spend(db, key, now, most=RADICADOS, within=RADICADOS_EN)
        if until is not None:
            raise Espera(until)
    with services.db.reading_session() as db:
        found = services.solicitud(db, pedido.texto, now)
    day = pedido.recibida
    return found if found is not None and day is not None and por_radicado(found, day) else None
