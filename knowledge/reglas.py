"""What the fields of a hoja de vida must say together, whether a form or a file brought them. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.values import Territorio, Tramite
from knowledge.values.tramite import DE_CARTAGENA

PRIMER_ANIO = 1821  # no law of the republic is older
NUMERO_SUIT = re.compile(r"T?[0-9]+")  # the register writes a T before the number of a trámite


def broken(tramite: Tramite, names: Mapping[str, str], territory: Territorio | None) -> Mapping[str, str]:
    """Return what to correct, by the id of the field.

    `names`: what whoever reads this calls each field. `territory`: where places may lie; None says that no coordinates are
    believed.
    """
    return dict((*_broken(tramite, names), *_points(tramite, territory)))


def _broken(tramite: Tramite, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    extra = next((name for name in DE_CARTAGENA if getattr(tramite, name)), None)
    if tramite.alcance == "nacional" and extra:
        yield (
            "alcance",
            f"De un trámite nacional no se publica «{names[extra]}». Déjalo vacío, o di que el trámite es de Cartagena.",
        )
    if tramite.nivel > 3 and not tramite.flujo:
        yield "nivel", "Escoge hasta el nivel 3: Catalina todavía no termina trámites en línea."
    if tramite.nivel == 3 and not tramite.flujo and (tramite.alcance == "nacional" or not tramite.momentos):
        yield "nivel", "Para el nivel 3 escribe los pasos con lo que piden: de ahí salen las preguntas."
    if tramite.numero_suit and not NUMERO_SUIT.fullmatch(tramite.numero_suit):
        yield "numero_suit", "El número SUIT lleva solo números, o una T y números: T28610."
    yield from _time(tramite.tiempo)
    for n, norma in enumerate(tramite.normas):
        if norma.anio < PRIMER_ANIO:
            yield (
                f"normas-{n}-anio",
                f"Escribe el año de «{norma.tipo} {norma.numero}» con cuatro números, por ejemplo 2012.",
            )
    for n, contraste in enumerate(tramite.no_confundir_con):
        if contraste.tramite_id == tramite.id:
            yield f"no_confundir_con-{n}-tramite_id", "Escoge otro trámite: este es el mismo."


def _time(tiempo: Any) -> Iterator[tuple[str, str]]:
    if tiempo is not None and tiempo.unidad == "inmediato" and tiempo.cantidad is not None:
        yield "tiempo-0-cantidad", "Si es de inmediato, deja vacío cuánto demora."
    if tiempo is not None and tiempo.unidad != "inmediato" and not tiempo.cantidad:
        yield "tiempo-0-cantidad", "Escribe cuánto demora, con números."


def _points(tramite: Tramite, territory: Territorio | None) -> Iterator[tuple[str, str]]:
    for n, punto in enumerate(tramite.puntos):
        if (punto.lat is None) != (punto.lon is None):
            yield f"puntos-{n}-lat", f"Escribe las dos coordenadas de «{punto.nombre}», o ninguna."
        elif punto.lat is not None and punto.lon is not None:
            if territory is None:
                yield (
                    f"puntos-{n}-lat",
                    f"Deja vacías las coordenadas de «{punto.nombre}»: falta decir hasta dónde llega la ciudad.",
                )
            elif not territory.holds(punto.lat, punto.lon):
                yield f"puntos-{n}-lat", f"«{punto.nombre}» queda por fuera de Cartagena. Revisa las coordenadas."
