"""The figures that the assistant tells of itself in the chat: those of the last published month."""

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.cifras import PUBLICADO
from knowledge.conversaciones import Event
from knowledge.values import ComoVa
from notifier.cifras.cells import details
from notifier.cifras.formulas import GOOD
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Filtro, counted, totals


def inventado(db: Connection) -> bool:
    """Return whether the figures were invented by `catalina demo`."""
    return db.execute(select(col(Event.id)).where(col(Event.kind) == "demo")).first() is not None


def last_month(db: Connection) -> ComoVa | None:
    """Return the last published month, without a conversation where too few wrote to tell anything; None before there is one."""
    hay = counted(db, PUBLICADO)
    if hay is None:
        return None
    first = hay.hasta.replace(day=1)
    told = totals(db, Filtro(Periodo(first, hay.hasta), publico=True))
    scores = {int(score): n for score, n in details(told.medidas, "nota_catalina").items()}
    good = sum(n for score, n in scores.items() if score >= GOOD)
    return ComoVa(
        mes=first,
        conversaciones=told["conversaciones"],
        personas=told.personas,
        en_un_minuto=(told["en_un_minuto"], told["mensajes"]),
        entendidos=(told["entendidos"], told["entendidos"] + told["no_entendidos"]),
        satisfechos=(good, sum(scores.values())),
        inventado=inventado(db),
    )
