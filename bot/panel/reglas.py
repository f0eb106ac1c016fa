"""What the fields of a hoja de vida must say together. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.panel.campos import NOMBRES
from knowledge.values import Tramite
from knowledge.values.tramite import DE_CARTAGENA

# The district with its islands, in degrees: a wider box would take a point in Barranquilla or Sincelejo.
LATITUD, LONGITUD = (9.95, 10.75), (-76.1, -75.2)
PRIMER_ANIO = 1821  # no law of the republic is older


def broken(tramite: Tramite) -> Mapping[str, str]:
    """Return what to correct, by the id of the field."""
    return dict(_broken(tramite))


def _broken(tramite: Tramite) -> Iterator[tuple[str, str]]:
    extra = next((name for name in DE_CARTAGENA if getattr(tramite, name)), None)
    if tramite.alcance == "nacional" and extra:
        yield (
            "alcance",
            f"De un trámite nacional no se publica «{NOMBRES[extra]}». Déjalo vacío o escoge «De Cartagena».",
        )
    if tramite.nivel > 2 and not tramite.flujo:
        yield "nivel", "Catalina todavía no tiene esa conversación. Escoge el nivel 1 o el 2."
    if tramite.numero_suit and not (tramite.numero_suit.isascii() and tramite.numero_suit.isdigit()):
        yield "numero_suit", "El número SUIT lleva solo números."
    yield from _time(tramite.tiempo)
    yield from _points(tramite)
    for n, norma in enumerate(tramite.normas):
        if norma.anio < PRIMER_ANIO:
            yield f"normas-{n}-anio", "Escribe el año con cuatro números, por ejemplo 2012."
    for n, contraste in enumerate(tramite.no_confundir_con):
        if contraste.tramite_id == tramite.id:
            yield f"no_confundir_con-{n}-tramite_id", "Escoge otro trámite: este es el mismo."


def _time(tiempo: Any) -> Iterator[tuple[str, str]]:
    if tiempo is not None and tiempo.unidad == "inmediato" and tiempo.cantidad is not None:
        yield "tiempo-0-cantidad", "Si es de inmediato, deja vacío cuánto demora."
    if tiempo is not None and tiempo.unidad != "inmediato" and not tiempo.cantidad:
        yield "tiempo-0-cantidad", "Escribe cuánto demora, con números."


def _points(tramite: Tramite) -> Iterator[tuple[str, str]]:
    for n, punto in enumerate(tramite.puntos):
        if (punto.lat is None) != (punto.lon is None):
            yield f"puntos-{n}-lat", f"Escribe las dos coordenadas de «{punto.nombre}», o ninguna."
        elif punto.lat is not None and punto.lon is not None and not _inside(punto.lat, punto.lon):
            yield f"puntos-{n}-lat", f"«{punto.nombre}» queda por fuera de Cartagena. Revisa las coordenadas."


def _inside(lat: float, lon: float) -> bool:
    return LATITUD[0] <= lat <= LATITUD[1] and LONGITUD[0] <= lon <= LONGITUD[1]
