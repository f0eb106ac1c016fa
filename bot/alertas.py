"""Tell the operators when an indicator of the last days leaves its band, and say it is over when it comes back."""

from collections.abc import Mapping

from bot.services import Services
from flows.context import BOGOTA
from knowledge.vigilancia import INDICADORES
from notifier import events
from notifier.cifras.bands import outside
from notifier.cifras.board import board
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.query import Filtro

DAYS = 7


def vigilar(services: Services) -> Mapping[int, str]:
    """Raise an alarm for each indicator that is outside, close those of the others, and return what is outside.

    The closed days of the last week are read. Safe to repeat: an alarm that is open stays one task.

    Raises:
        Unavailable: the database does not answer.
    """
    now = services.clock()
    yesterday = now.astimezone(BOGOTA).date() - UN_DIA
    with services.db.reading() as db:
        found = board(db, Filtro(Periodo(yesterday - (DAYS - 1) * UN_DIA, yesterday)))
    bandas = services.current.get().catalogo.entidad.bandas
    wrong = outside(found.cifras, bandas, found.totales)
    with services.db.writing() as db:
        for number in range(1, INDICADORES + 1):
            if number not in wrong:
                events.close_alarm(db, _kind(number), now)
        for number, words in wrong.items():
            events.alarm(db, _kind(number), words, now)
    return wrong


def _kind(number: int) -> str:
    return f"indicador-{number}"
