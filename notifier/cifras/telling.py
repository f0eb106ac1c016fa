"""The figures that the assistant tells of itself in the chat: those of the last published month."""

from sqlalchemy import Connection

from knowledge.cifras import PUBLICADO
from knowledge.values import ComoVa
from notifier.cifras.cells import details
from notifier.cifras.formulas import GOOD
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Filtro, counted, totals


def last_month(db: Connection) -> ComoVa | None:
    """Return the last published month; None before there is one, or where too few wrote in it to tell anything."""
    hay = counted(db, PUBLICADO)
    if hay is None:
        return None
    first = hay.hasta.replace(day=1)
    told = totals(db, Filtro(Periodo(first, hay.hasta), publico=True))
    if not told["conversaciones"]:
        return None
    scores = {int(score): n for score, n in details(told.medidas, "nota_catalina").items()}
    good = sum(n for score, n in scores.items() if score >= GOOD)
    return ComoVa(
        mes=first,
        conversaciones=told["conversaciones"],
        personas=told.personas,
        en_un_minuto=(told["en_un_minuto"], told["mensajes"]),
        entendidos=(told["entendidos"], told["entendidos"] + told["no_entendidos"]),
        satisfechos=(good, sum(scores.values())),
    )
