"""The one list of what is made from what."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.importers.fuentes import convocatorias, organizacion, tramites
from knowledge.importers.fuentes.read import load_json, write_records

GENERADO = "Hecho con «python -m knowledge.importers.fuentes». No se edita a mano."
SOLO_PERSONAL = (
    "Lo que publica OTRA entidad. Solo para que el personal redacte un borrador; nunca se muestra a la ciudadanía."
)


def build(data: Path, out: Path) -> Iterator[str]:
    """Write every content file and say, line by line, which and how many records."""
    yield from _tramites(data / "colombia", out)
    yield from _organizacion(data / "colombia", out)
    yield from _convocatorias(data, out)


def _tramites(colombia: Path, out: Path) -> Iterator[str]:
    source = load_json(colombia / "tramites_reales.json")
    overlay = load_json(out / "overlay_tramites.json")
    vocabulary = load_json(colombia / "vocabulario.json")
    yield write_records(out / "tramites.json", GENERADO, tramites.tramites(source, overlay, vocabulary))
    yield write_records(out / "borradores_referencia.json", SOLO_PERSONAL, tramites.reference(source))


def _organizacion(colombia: Path, out: Path) -> Iterator[str]:
    offices = organizacion.dependencias(
        load_json(colombia / "dependencias.json"), load_json(out / "overlay_dependencias.json")["dependencias"]
    )
    territory = load_json(colombia / "territorio.json")
    terms = organizacion.terminos(
        load_json(colombia / "terminos_peticiones.json"), load_json(out / "overlay_terminos.json")["terminos"]
    )
    yield write_records(out / "dependencias.json", GENERADO, offices)
    yield write_records(out / "puntos_atencion.json", GENERADO, organizacion.puntos(territory["puntos_atencion"]))
    yield write_records(out / "lugares.json", GENERADO, organizacion.lugares(territory))
    yield write_records(out / "festivos.json", GENERADO, organizacion.festivos(load_json(colombia / "festivos.json")))
    yield write_records(out / "terminos.json", GENERADO, terms)


def _convocatorias(data: Path, out: Path) -> Iterator[str]:
    source = load_json(data / "convocatorias_servicio.json")
    projects = {item["id"]: item for item in load_json(data / "proyectos_cooperacion.json")}
    calls = convocatorias.convocatorias(load_json(out / "tramites.json")["registros"], projects, source)
    yield write_records(out / "servicio_convocatorias.json", GENERADO, convocatorias.servicio(source))
    yield write_records(out / "convocatorias.json", f"{GENERADO} {convocatorias.SIN_LISTA}", calls)
