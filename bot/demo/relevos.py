"""Invented hand-overs: who asked for a person, when somebody answered, what was said after. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.demo import dice
from bot.demo.charlas import Pedido, Row, fila, nota, puntaje
from bot.demo.ensayo import Paso, Repertorio
from knowledge.jornada import Jornada

AGENTE = "demo.agente"
CON_PERSONA = "con_persona"
TOOK = timedelta(minutes=2)
CIERRES = ("resuelta", "resuelta", "resuelta", "orientada", "radicada", "no_responde")
# A message that a person of the staff answers: `bot.atencion.oir` writes no more of it.
_OIDO = {
    "kind": CON_PERSONA, "intencion": None, "confianza": None, "tramite": None, "dependencia": None, "flow": None, "question": None,
    "ended": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relevo:
    """One talk with a person: its row but for the contact, the turns in it, and the points it got, if any."""

    pedido: Pedido
    atencion: Row
    filas: tuple[Row, ...] = ()
    nota: Row | None = None  # its `codigo` wants the number of the talk


def relevos(pedidos: Sequence[Pedido], said: Repertorio, jornada: Jornada, now: datetime) -> Iterator[Relevo]:
    """Yield what became of each talk that was asked for; of one that would still be open, that the person left the queue."""
    for pedido in pedidos:
        azar = dice("relevo", pedido.at, pedido.quien.numero)
        waited = timedelta(seconds=min(7200, azar.lognormvariate(5.2, 0.8)))
        first = jornada.suma(pedido.at, waited)
        left = Relevo(pedido, _left(pedido, azar, now))
        if first is None or azar.random() < 0.09 or first + timedelta(hours=1) > now:
            yield left
        else:
            yield _attended(left, azar, first, said)


def _attended(left: Relevo, azar: Random, first: datetime, said: Repertorio) -> Relevo:
    pedido = left.pedido
    moments = [first + timedelta(seconds=azar.uniform(30, 120) * n) for n in range(1, azar.randint(3, 6))]
    closed = moments[-1] + timedelta(minutes=azar.uniform(1, 8))
    heard = tuple(fila(Paso({"idioma": pedido.quien.idioma, **_OIDO}), at, pedido.quien, 0) for at in moments)
    row = left.atencion | {
        "agente": AGENTE, "tomada_at": max(pedido.at, first - TOOK), "primera_at": first, "agente_at": moments[-1], "ciudadano_at": moments[-1],
        "cerrada_at": closed, "cierre": azar.choice(CIERRES),
    }  # fmt: skip
    if azar.random() < 0.45:
        return Relevo(pedido, row, heard)
    # How it was is asked when it ends; the answer is a turn of Catalina's again.
    last = said.calificar.pasos[-1]
    turn = fila(
        Paso({**last.columnas, "idioma": pedido.quien.idioma}), closed + timedelta(seconds=40), pedido.quien, 180
    )
    return Relevo(pedido, row, (*heard, turn), nota(turn, puntaje(azar, 0.8)))


def _left(pedido: Pedido, azar: Random, now: datetime) -> Row:
    """Return the row of who left before anybody answered."""
    left = min(pedido.at + timedelta(minutes=azar.uniform(5, 40)), pedido.at + (now - pedido.at) / 2)
    return {
        "canal": pedido.quien.canal, "cola": "", "dependencia_id": pedido.ensayado.guion.oficina, "tema": "(inventado)", "motivo": "pedida",
        "estado": "cerrada", "agente": None, "pedida_at": pedido.at, "tomada_at": None, "primera_at": None, "agente_at": None,
        "ciudadano_at": pedido.at, "cerrada_at": left, "cierre": "salio", "desde_seq": 0,
    }  # fmt: skip
