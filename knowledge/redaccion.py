"""The wordings of one indicator, from the first to the last: which is in force on a day, what a proposal must say. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from knowledge.aprendido import names_somebody
from knowledge.indicadores import Indicador

Situacion = Literal["inicial", "propuesta", "rechazada", "retirada", "acordada", "vigente", "reemplazada"]
ACORDADAS = frozenset({"vigente", "reemplazada"})  # in the table; what it means today is `Historia.situacion`
LARGOS = {"nombre": 100, "texto": 1000, "meta": 200}
MAX_NOTA = 500
UN_ANIO = timedelta(days=365)
PERSONAL = (
    "Parece tener un teléfono, una cédula o un correo. Quítalo: esto se publica. Una cantidad va con puntos: 100.000."
)
_CANTIDAD = re.compile(
    r"(?<![\d.])(?:\d{1,3}|\d\.\d{3})\.\d{3}(?!\.?\d)"
)  # up to 9.999.999: no telephone is written so


@dataclass(frozen=True, slots=True)
class Respuesta:
    """What one office said of a proposal. `usuario` is for the panel alone."""

    oficina: str
    usuario: str
    acepta: bool
    nota: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Redaccion:
    """One wording. The bundled one is version 0: nobody proposed it. `desde`: the day it is, or would be, in force from."""

    version: int
    nombre: str
    texto: str
    meta: str
    formula_v: int
    estado: str
    id: int = 0
    oficina: str = ""
    usuario: str = ""
    propuesta_at: datetime | None = None
    desde: date | None = None
    respuestas: tuple[Respuesta, ...] = ()

    @property
    def dice(self) -> tuple[str, str, str]:
        """Return what the offices agree on: name, words and goal."""
        return self.nombre, self.texto, self.meta


@dataclass(frozen=True, slots=True)
class Propuesta:
    """What somebody wants an indicator to say. `base`: the newest version when they began to write."""

    nombre: str
    texto: str
    meta: str
    desde: date | None
    base: int


@dataclass(frozen=True, slots=True)
class Historia:
    """Every wording of one indicator, the newest first, without the bundled one."""

    indicador: Indicador
    versiones: tuple[Redaccion, ...] = ()

    @property
    def inicial(self) -> Redaccion:
        """Return the bundled wording, which holds until the offices agree on another."""
        one = self.indicador
        return Redaccion(0, one.nombre, one.texto, "", one.formula_v, "inicial")

    @property
    def numero(self) -> int:
        """Return the number of the newest version."""
        return max((one.version for one in self.versiones), default=0)

    @property
    def abierta(self) -> Redaccion | None:
        """Return the proposal that waits for answers; there is one at most."""
        return next((one for one in self.versiones if one.estado == "propuesta"), None)

    @property
    def ultima(self) -> Redaccion:
        """Return the newest wording that was agreed, though its day may not have come: a proposal begins from it."""
        return next((one for one in self.versiones if one.estado in ACORDADAS), self.inicial)

    def vigente(self, hoy: date) -> Redaccion:
        """Return the wording in force."""
        return next((one for one in self.versiones if self.situacion(one, hoy) == "vigente"), self.inicial)

    def hasta(self, one: Redaccion) -> date | None:
        """Return the first day on which an agreed wording no longer holds, None while nothing comes after it."""
        later = (v.desde for v in self.versiones if v.estado in ACORDADAS and v.version > one.version)
        return min((day for day in later if day is not None), default=None)

    def situacion(self, one: Redaccion, hoy: date) -> Situacion:
        """Return what a wording is on a day: the table holds what was agreed, the days decide what is in force."""
        if one.estado not in ACORDADAS or one.desde is None:
            return one.estado  # type: ignore[return-value]  # one of the four that no day changes
        end = self.hasta(one)
        if end is not None and end <= max(one.desde, hoy):
            return "reemplazada"
        return "acordada" if hoy < one.desde else "vigente"


def faltas(propuesta: Propuesta, historia: Historia, hoy: date) -> dict[str, str]:
    """Return what to correct in a proposal, by field."""
    return dict(_wrong(propuesta, historia, hoy))


def is_personal(said: str) -> bool:
    """Return whether a text seems to hold a telephone, an identity card or a mail address; a goal may be a large number."""
    return names_somebody(_CANTIDAD.sub("0", said))


def _wrong(propuesta: Propuesta, historia: Historia, hoy: date) -> Iterator[tuple[str, str]]:
    for name, missing in (("nombre", "Escribe el nombre."), ("texto", "Escribe qué se cuenta."), ("meta", "")):
        said: str = getattr(propuesta, name)
        if missing and not any(letter.isalnum() for letter in said):
            yield name, missing
        elif len(said) > LARGOS[name]:
            yield name, f"Tiene {len(said)} letras. Déjalo en {LARGOS[name]} o menos."
        elif is_personal(said):
            yield name, PERSONAL
    if propuesta.desde is None:
        yield "desde", "Escribe el día desde el que vale, así: 2026-03-30."
    elif not hoy <= propuesta.desde <= hoy + UN_ANIO:
        yield "desde", f"Escoge un día entre el {hoy:%d/%m/%Y} y el {hoy + UN_ANIO:%d/%m/%Y}."
    ultima, formula_v = historia.ultima, historia.indicador.formula_v
    same = (propuesta.nombre, propuesta.texto, propuesta.meta) == ultima.dice and formula_v == ultima.formula_v
    if ultima.version and same:  # the bundled words may be agreed as they are, and again after the formula changed
        yield "texto", f"Dice lo mismo que la versión {ultima.version}. Cambia algo antes de proponerlo."
