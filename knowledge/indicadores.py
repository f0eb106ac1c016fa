"""The indicators that the product knows to count: what each is, in plain words, and its exact formula. Pure reading.

The bundled words are the first wording, «version 0», until the offices agree on another (`knowledge.definiciones`). The
formula is what the code counts: whoever changes the one changes the other, and raises `formula_v`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from knowledge.codec import read


@dataclass(frozen=True, slots=True)
class Indicador:
    """One indicator. `compromiso`: the city promised it; `mejor`: in which direction it gets better, "" for neither."""

    id: int
    nombre: str
    texto: str
    formula: str
    unidad: str
    fuente: str
    compromiso: bool
    mejor: Literal["mas", "menos", ""]
    formula_v: int


@cache
def cargar() -> Mapping[int, Indicador]:
    """Return every indicator by number, in the order of the catalogue."""
    text = (resources.files("knowledge") / "content" / "indicadores.json").read_text(encoding="utf-8")
    found = (read(Indicador, record) for record in json.loads(text)["indicadores"])
    return MappingProxyType({one.id: one for one in found})
