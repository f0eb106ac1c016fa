"""The probe's invented minutes: nearly all right, a bad afternoon, some wrong ones, some in which nobody asked. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

from bot.demo import dice
from bot.demo.ritmo import Ritmo
from notifier.cifras.turns import midnight

MINUTE = timedelta(minutes=1)
WRONG = ("tardó más de 10 s", "la respuesta no era la esperada")


def minutos(ritmo: Ritmo, dia: date) -> Iterator[dict[str, Any]]:
    """Yield the rows of one day."""
    azar, (begin, end) = dice("sonda", dia), ritmo.bajo
    start = midnight(dia).astimezone(UTC)
    restart = azar.randrange(1440) if azar.random() < 0.07 else -10
    for n in range(1440):
        at = start + n * MINUTE
        if restart <= n < restart + 3:
            continue  # being started again: nobody was there to ask
        if begin <= at < end:
            yield {"minuto": at, "bien": False, "ms": 10_000, "motivo": "no hubo respuesta"}
        elif azar.random() < 0.0012:
            yield {"minuto": at, "bien": False, "ms": 10_000, "motivo": azar.choice(WRONG)}
        else:
            yield {"minuto": at, "bien": True, "ms": round(azar.lognormvariate(5.0, 0.4)), "motivo": ""}
