"""A few invented reports, sealed by the real code to the demonstration's officer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.demo import INVENTADO, dice
from bot.demo.charlas import Quien, Row, fila
from bot.demo.ensayo import Repertorio
from bot.demo.ritmo import Ritmo
from knowledge.denuncias import register
from notifier.cifras.turns import midnight

COUNT = 14  # enough for months to be told, and each costs a slow hash


def dias(ritmo: Ritmo) -> list[datetime]:
    """Return the noon of the day of each report."""
    azar, days = dice("denuncias", ritmo.periodo.desde), [*ritmo.periodo.days()]
    return [midnight(day) + timedelta(hours=12) for day in sorted(azar.sample(days, min(COUNT, len(days))))]


def filas(ritmo: Ritmo, said: Repertorio) -> Iterator[Row]:
    """Yield the rows of the turns in which they were told: neither person nor hour."""
    for n, at in enumerate(dias(ritmo)):
        for paso in said.denuncia.pasos:
            yield fila(paso, at, Quien(n), 0)


def registrar(db: Connection, ritmo: Ritmo) -> int:
    """File them. Returns how many."""
    for at in dias(ritmo):
        number = f"{dice('comprobante', at).randrange(10**16):016d}"
        receipt = " ".join(number[i : i + 4] for i in range(0, 16, 4))
        register(db, "anonima", {"que_paso": INVENTADO}, receipt, at)
    return len(dias(ritmo))
