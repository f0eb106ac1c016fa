"""The list of all trámites: whole while a person can scroll through it, theme by theme and page by page beyond that."""

from collections import Counter
from dataclasses import dataclass

from flows.context import Context
from flows.temas import GRUPOS, groups_of, grupos, of_group
from knowledge.values import Tramite

WHOLE = 400  # trámites on one page; a city has some two hundred
PAGE = 100


@dataclass(frozen=True, slots=True)
class Tema:
    """A theme with how many trámites it holds, and those that this page shows."""

    titulo: str
    id: str
    cuantos: int
    tramites: tuple[Tramite, ...] = ()


@dataclass(frozen=True, slots=True)
class Listado:
    """What the page shows. `abierto` is the theme that was opened, where not all fit."""

    temas: tuple[Tema, ...]
    abierto: Tema | None = None
    desde: int = 0
    entero: bool = True
    pagina: int = PAGE


def listado(context: Context, tema: str, desde: int) -> Listado:
    """Return the list, or one page of a theme of it."""
    if len(context.catalogo.tramites) <= WHOLE:
        found = ((g, tuple(of_group(context, g))) for g in grupos(context))
        return Listado(tuple(Tema(GRUPOS[g][0], g, len(records), records) for g, records in found))
    counts = Counter(grupo for record in context.catalogo.tramites.values() for grupo in groups_of(record))
    temas = tuple(Tema(GRUPOS[g][0], g, counts[g]) for g in GRUPOS if counts[g])
    if tema not in counts:
        return Listado(temas, entero=False)
    since = min(max(0, desde), counts[tema] - 1)
    shown = tuple(of_group(context, tema)[since : since + PAGE])
    return Listado(temas, Tema(GRUPOS[tema][0], tema, counts[tema], shown), since, entero=False)
