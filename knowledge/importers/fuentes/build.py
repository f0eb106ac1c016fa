"""The one list of what is made from what."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from knowledge.importers.fuentes import (
    bogota,
    cartagena,
    convocatorias,
    cooperacion,
    organizacion,
    participacion,
    tramites,
)
from knowledge.importers.fuentes.dato import BOGOTA, CARTAGENA, Record, finished
from knowledge.importers.fuentes.read import load_csv, load_json, write_records

GENERADO = "Hecho con «python -m knowledge.importers.fuentes». No se edita a mano."
SOLO_PERSONAL = (
    "Lo que publica OTRA entidad. Solo para que el personal redacte un borrador; nunca se muestra a la ciudadanía."
)


def build(data: Path, out: Path) -> Iterator[str]:
    """Write every content file and say, line by line, which and how many records."""
    yield from _tramites(data / "colombia", out)
    yield from _organizacion(data / "colombia", out)
    yield from _convocatorias(data, out)
    yield from _cooperacion(data, out)
    yield from _participacion(data, out)
    overlay = load_json(out / "overlay_datos.json")
    yield write_records(out / "datos_cartagena.json", GENERADO, finished(_cartagena(data), overlay))
    yield write_records(out / "datos_bogota.json", f"{GENERADO} Todo es de Bogotá.", finished(_bogota(data), overlay))


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
    added = load_json(out / "overlay_festivos.json")["festivos"]
    days = organizacion.festivos(load_json(colombia / "festivos.json"), added)
    yield write_records(out / "festivos.json", GENERADO, days)
    yield write_records(out / "terminos.json", GENERADO, terms)


def _convocatorias(data: Path, out: Path) -> Iterator[str]:
    source = load_json(data / "convocatorias_servicio.json")
    projects = {item["id"]: item for item in load_json(data / "proyectos_cooperacion.json")}
    calls = convocatorias.convocatorias(load_json(out / "tramites.json")["registros"], projects, source)
    yield write_records(out / "servicio_convocatorias.json", GENERADO, convocatorias.servicio(source))
    yield write_records(out / "convocatorias.json", f"{GENERADO} {convocatorias.SIN_LISTA}", calls)


def _cooperacion(data: Path, out: Path) -> Iterator[str]:
    projects = load_json(data / "proyectos_cooperacion.json")
    overlay = load_json(out / "overlay_proyectos.json")
    networks = load_csv(data / "redes_internacionales.csv")
    yield write_records(out / "proyectos.json", GENERADO, cooperacion.proyectos(projects, overlay))
    yield write_records(out / "organizaciones.json", GENERADO, cooperacion.organizaciones(networks))


def _participacion(data: Path, out: Path) -> Iterator[str]:
    plan = load_json(data / "ogp_compromisos.json")
    hitos = participacion.hitos(load_csv(data / "ogp_hitos.csv"), plan)
    yield write_records(out / "compromisos.json", GENERADO, participacion.compromisos(plan))
    yield write_records(out / "hitos.json", GENERADO, hitos)


def _cartagena(data: Path) -> Iterator[Record]:
    yield from cartagena.cifras(load_csv(data / "cifras_boletin_2025.csv"))
    yield cartagena.redes(load_csv(data / "redes_internacionales.csv"), CARTAGENA)
    yield from cartagena.metas(load_csv(data / "metas_cooperacion_2024_2027.csv"))
    yield from cartagena.convenios(load_csv(data / "convenios_2011.csv"))
    yield from cartagena.recursos(load_csv(data / "recursos_2005_2011.csv"))
    yield from cartagena.logros_y_retos(load_json(data / "logros_retos_2008_2011.json"))
    yield from participacion.datos(
        load_json(data / "ogp_compromisos.json"),
        load_json(data / "ogp_monitoreo.json"),
        load_json(data / "ogp_proceso_cocreacion.json"),
        load_csv(data / "ogp_consulta.csv"),
    )


def _bogota(data: Path) -> Iterator[Record]:
    def table(name: str) -> list[Record]:
        return load_csv(data / f"globo_{name}.csv")

    yield cartagena.redes(load_csv(data / "redes_internacionales.csv"), BOGOTA)
    yield from chain(
        bogota.hechos(table("hechos_participacion")),
        bogota.ods(table("tabla1_ods")),
        bogota.cooperantes(table("tabla2_cooperantes")),
        bogota.entidades(table("tabla3_entidades")),
        bogota.tipos(table("tabla4_tipos")),
        bogota.aportes(table("tabla5_aportes")),
        bogota.derivados(table("derivado_por_sector"), "sector"),
        bogota.derivados(table("derivado_por_entidad"), "entidad"),
        bogota.derivados(table("derivado_por_cooperante"), "cooperante_tabla2"),
        bogota.objetivos(table("pdd_objetivos")),
        bogota.programas(table("pdd_programas")),
        bogota.cideu(table("cideu_eur")),
    )
