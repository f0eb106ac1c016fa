"""Invented conversations as the rows that they leave, and what people ask for in them. Pure: dice go in, rows come out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.demo import dice
from bot.demo.ensayo import Ensayado, Paso, Repertorio
from bot.demo.ritmo import Ritmo
from bot.traces import persona
from knowledge.anotar import el_dia
from knowledge.values import Idioma
from notifier.cifras.talks import BOGOTA

PEOPLE = 24_000  # who may write; the lower their number, the more often they do
NEWCOMERS = 1_000_000  # from here on: who wrote in the busiest hour, once
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quien:
    """Somebody who writes: always by the same channel and in the same language."""

    numero: int

    @property
    def canal(self) -> str:
        """Return by which channel: seven of ten by WhatsApp."""
        return "whatsapp" if self.numero * 7919 % 100 < 71 else "web"

    @property
    def idioma(self) -> Idioma:
        """Return in which language: one of fifteen in English."""
        return "en" if self.numero % 15 == 7 else "es"

    def huella(self, at: datetime) -> bytes:
        """Return the pseudonym of the year in which they write."""
        return persona("demo", self.numero, at.astimezone(BOGOTA).year)


@dataclass(frozen=True, slots=True)
class Pedido:
    """Something that a conversation asked for: to talk with a person, or to file a request."""

    at: datetime
    quien: Quien
    ensayado: Ensayado


@dataclass(frozen=True, slots=True)
class Hablado:
    """What many conversations leave. `notas` are ratings: when, by which channel, how many points."""

    filas: list[Row] = field(default_factory=list)
    notas: list[Row] = field(default_factory=list)
    pedidos: list[Pedido] = field(default_factory=list)


def fila(paso: Paso, at: datetime, quien: Quien, reply_ms: int) -> Row:
    """Return the row of one turn, as `bot.traces` writes it."""
    if paso.reservado:
        return {"at": el_dia(at), "persona": None, "channel": quien.canal, **paso.columnas, "reply_ms": 0}
    return {"at": at, "persona": quien.huella(at), "channel": quien.canal, **paso.columnas, "reply_ms": reply_ms}


def nota(fila_: Row, puntaje: int, codigo: str | None = None) -> Row:
    """Return the rating that a turn gave: of its moment and channel, which is how the two are told to belong together."""
    return {"at": fila_["at"], "channel": fila_["channel"], "puntaje": puntaje, "comentario": None, "codigo": codigo}


def puntaje(azar: Random, avance: float) -> int:
    """Return how many points somebody gives; more of them good as the months pass."""
    good = 4 + 10 * avance
    return azar.choices((1, 2, 3, 4, 5), (1.2, 1.3, 2, good / 2.2, good))[0]


def habladas(ritmo: Ritmo, said: Repertorio) -> Hablado:
    """Return what the whole period leaves."""
    done = Hablado()
    for dia in ritmo.periodo.days():
        voz = _Voz(done, dice("charlas", dia), ritmo, ritmo.avance(dia))
        for at in ritmo.momentos(dia):
            who = Quien(int(PEOPLE * voz.azar.random() ** 1.6))
            voz.converse(at, who, _said(voz, said, who.idioma))
        if voz.azar.random() < 0.3:
            rows = (fila(paso, at, Quien(0), 0) for paso in said.emergencia.pasos)
            done.filas.extend(rows)
        if dia == ritmo.pico:
            _burst(voz, said)
    return done


@dataclass(frozen=True, slots=True)
class _Voz:
    """One day's conversations being made."""

    done: Hablado
    azar: Random
    ritmo: Ritmo
    avance: float

    def converse(self, at: datetime, who: Quien, scripts: Iterable[tuple[Ensayado, int]]) -> None:
        """Add the rows of one conversation, and what it gives rise to."""
        for asked, turns in scripts:
            for paso in asked.pasos[:turns]:
                usual_ms = _reply_ms(self.azar)
                waited_ms = self.ritmo.reply_ms(at, usual_ms)
                row = fila(paso, at, who, waited_ms)
                self.done.filas.append(row)
                if paso.fin == "encuesta":
                    self.done.notas.append(nota(row, puntaje(self.azar, self.avance)))
                elif paso is asked.pasos[-1] and (asked.guion.pide_persona or asked.guion.tipo):
                    self.done.pedidos.append(Pedido(at, who, asked))
                pause_s = self.azar.triangular(8, 170, 25) + self.azar.random() / 1000
                at += timedelta(seconds=pause_s, milliseconds=waited_ms if waited_ms > usual_ms else 0)


def _burst(voz: _Voz, said: Repertorio) -> None:
    """Add the busiest hour: everybody asks for the same few things, at once and shortly."""
    wanted = {idioma: [one for one in of if one.pasos[0].columnas["tramite"]][:4] for idioma, of in said.temas.items()}
    for n, at in enumerate(voz.ritmo.rafaga()):
        who = Quien(NEWCOMERS + n)
        voz.converse(at, who, [(voz.azar.choice(wanted[who.idioma]), voz.azar.choice((1, 1, 2)))])


def _said(voz: _Voz, said: Repertorio, idioma: Idioma) -> Iterator[tuple[Ensayado, int]]:
    """Yield what one person says, a script after another, each with how many of its turns."""
    azar = voz.azar
    if azar.random() < 0.3:
        yield said.saludo[idioma], 1
    asked = azar.choices(said.temas[idioma], cum_weights=said.pesos[idioma])[0]
    if azar.random() < 0.34 - 0.2 * voz.avance:  # fewer as the months pass: it learns
        yield azar.choice(said.perdidos), 1
    yield asked, _turns(azar, asked)
    if azar.random() < 0.18:
        yield said.gracias[idioma], 1
    if azar.random() < 0.11:
        yield said.calificar, 3


def _turns(azar: Random, asked: Ensayado) -> int:
    """Return how many turns of a script somebody stays for. A form is left at any of its questions, or not at all."""
    whole = len(asked.pasos)
    if asked.guion.forma:
        # What nobody may be tied to is told to its end: half of it would lie in the figures under their pseudonym.
        return whole if asked.guion.sin_nombre or azar.random() < 0.72 else azar.randrange(1, whole)
    return azar.choices(range(1, whole + 1), [1 / n for n in range(1, whole + 1)])[0]


def _reply_ms(azar: Random) -> int:
    slow = azar.random() < 0.004
    return min(200_000, round(azar.lognormvariate(10.6 if slow else 5.2, 0.6)))
