"""The parts of the page of figures, in the order in which somebody asks: how much, of what, when, how well, and what for."""

from collections.abc import Callable, Iterator

from bot.cifras.calidad import drop_off, handed, satisfaction, times, well
from bot.cifras.gestion import content, cost, notices, reports, requests
from bot.cifras.libro import Grafica, Libro
from bot.cifras.uso import channels, hours, offices, people, themes, tramites, trend

PARTES: tuple[Callable[[Libro], Iterator[Grafica]], ...] = (
    trend, themes, tramites, offices, channels, hours, people, times, well, satisfaction, drop_off, handed, requests, notices, cost,
    reports, content,
)  # fmt: skip


def secciones(book: Libro) -> tuple[Grafica, ...]:
    """Return the parts in which this filter has something to say."""
    return tuple(part for make in PARTES for part in make(book))
