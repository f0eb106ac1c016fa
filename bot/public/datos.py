"""Open data: what is published, as files, with a catalogue that portals of data read (DCAT, JSON-LD)."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, send_file
from sqlmodel import Session

from bot.audience import audience
from bot.downloads import TYPES
from bot.look import look
from bot.services import Services
from knowledge import contenido, exporters
from knowledge.contenido import ContenidoVersion
from knowledge.importers.cells import Column
from knowledge.importers.kinds import columns
from knowledge.values import Catalogo
from knowledge.values.tramite import DE_CARTAGENA

Record = dict[str, Any]
FORMATS: tuple[exporters.Format, ...] = ("csv", "xlsx", "json")
VOCABULARY = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FOREIGN = (*DE_CARTAGENA, "costo_explicado")  # as the table names a cost that is no single figure
CONTACT = ("direccion", "telefono", "correo", "web", "whatsapp", "horario")


@dataclass(frozen=True, slots=True)
class Conjunto:
    """A set of data: its name in addresses, its title, what it holds, words by which it is found."""

    id: str
    titulo: str
    descripcion: str
    palabras: tuple[str, ...]
    cuantos: Callable[[Catalogo], int]
    pagina: str = ""  # its own page, where its files are; without one they stand beside this one

    def archivo(self, form: str) -> str:
        """Return the path of one of its files."""
        return f"{self.pagina}/datos.{form}" if self.pagina else f"/datos/{self.id}.{form}"


CONJUNTOS: Mapping[str, Conjunto] = {
    item.id: item
    for item in (
        Conjunto("tramites", "Trámites y servicios", "Qué es cada trámite, qué pide, cuánto cuesta, cuánto demora, dónde se hace y qué norma lo regula.", ("trámites", "servicios", "hojas de vida"), lambda c: len(c.tramites)),
        Conjunto("dependencias", "Dependencias", "Las oficinas de la entidad. Solo los contactos confirmados.", ("oficinas", "contacto"), lambda c: len(c.dependencias)),
        Conjunto("convocatorias", "Convocatorias", "Convocatorias y programas que se abren por convocatoria.", ("becas", "cooperación"), lambda c: len(c.convocatorias)),
        Conjunto("proyectos", "Proyectos de cooperación", "Proyectos de cooperación, con su avance donde la fuente lo dice.", ("cooperación", "ODS"), lambda c: len(c.proyectos)),
        Conjunto("organizaciones", "Organizaciones y redes", "Organizaciones y redes con que coopera la ciudad.", ("cooperación", "redes"), lambda c: len(c.organizaciones)),
        Conjunto("compromisos", "Compromisos de gobierno abierto", "Los compromisos del plan de gobierno abierto.", ("gobierno abierto",), lambda c: len(c.compromisos)),
        Conjunto("hitos", "Hitos de gobierno abierto", "Los hitos de cada compromiso y su estado.", ("gobierno abierto", "avance"), lambda c: sum(len(one.hitos) for one in c.compromisos)),
        Conjunto("encuentros", "Encuentros barriales", "Encuentros que anuncia la entidad.", ("participación",), lambda c: len(c.encuentros)),
    )
}  # fmt: skip


# Counted and not published as content: its files are made of one filter, whose address is the page's own.
ESTADISTICAS = Conjunto("estadisticas", "Cifras de Catalina", "Cuánto se usa, qué se pregunta, qué tan bien responde y cómo van las solicitudes. Una cifra por fila, del último mes publicado; la página da otros periodos y filtros.", ("indicadores", "estadísticas", "gobierno abierto"), lambda _: 0, "/estadisticas")  # fmt: skip


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @routes.get("/datos")
    @audience("citizen")
    def datos() -> str:
        catalogo = services.current.get().catalogo
        lines = [(item, item.cuantos(catalogo)) for item in CONJUNTOS.values()]
        return render_template(
            "public/datos.html",
            look=look(services),
            conjuntos=lines,
            cifras=ESTADISTICAS,
            formatos=FORMATS,
            entidad=catalogo.entidad,
        )

    @routes.get("/datos/catalogo.json")
    @audience("citizen")
    def catalogo() -> Response:
        with services.db.reading_session() as db:
            answer = jsonify(_catalogue(services, db.get(ContenidoVersion, 1)))
        answer.mimetype = "application/ld+json"
        return answer

    @routes.get(f"/datos/<any({','.join(CONJUNTOS)}):conjunto>.<any(csv,xlsx,json):form>")
    @audience("citizen")
    def conjunto(conjunto: str, form: exporters.Format) -> Response:
        with services.db.reading_session() as db:
            stamp = contenido.stamp(db)
            file = _made(services, db, conjunto, form, stamp)
        given = send_file(file.resolve(), mimetype=TYPES[form], as_attachment=True, download_name=f"{conjunto}.{form}")
        given.headers["Cache-Control"] = "public, max-age=300"
        given.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        given.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return given


def _made(services: Services, db: Session, conjunto: str, form: exporters.Format, stamp: str) -> Path:
    """Return the file of this version, made at the first request: a long one takes seconds, and anybody may ask for it."""
    folder = services.settings.data_dir / "datos"
    file = folder / f"{conjunto}-{stamp}.{form}"
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".parte", delete=False) as out:
        heads = _heads(conjunto)
        exporters.write_records(heads, _records(services, db, conjunto), form, out.file)
    os.replace(out.name, file)  # two processes may make it at once: the last one wins, and both are whole
    for old in folder.glob(f"{conjunto}-*.{form}"):
        if old != file:
            old.unlink(missing_ok=True)
    return file


def _heads(conjunto: str) -> tuple[Column, ...]:
    """Return the columns: of a trámite its public address is its name, because its internal id may hold another's number."""
    heads = columns(conjunto)
    return tuple(head for head in heads if head.field != "id") if conjunto == "tramites" else heads


def _records(services: Services, db: Session, conjunto: str) -> Iterator[Record]:
    if conjunto == "dependencias":
        for record in exporters.records(db, conjunto):
            hidden = () if record.get("contacto_verificado") else CONTACT
            yield {name: item for name, item in record.items() if name not in hidden}
        return
    slugs = {record.id: record.slug for record in services.current.get().catalogo.tramites.values()}
    for kept in exporters.records(db, conjunto):
        record = kept
        if conjunto == "tramites":
            if (
                kept.get("alcance") != "cartagena"
            ):  # of another entity's way only name, purpose and law are ours to tell
                record = {name: item for name, item in kept.items() if name not in FOREIGN}
            others = record.get("no_confundir_con", ())
            known = [
                {**other, "tramite_id": slugs[other["tramite_id"]]} for other in others if other["tramite_id"] in slugs
            ]
            yield {**record, "no_confundir_con": known}
        else:
            yield {**record, "tramite_id": slugs.get(record.get("tramite_id") or "")}


def _catalogue(services: Services, version: ContenidoVersion | None) -> Record:
    """Return the catalogue. It names no licence: the entity has not said which."""
    entidad, base = services.current.get().catalogo.entidad, services.settings.public_url
    changed = {"dct:modified": _moment(version)} if version is not None else {}
    publisher = {"@type": "foaf:Agent", "foaf:name": entidad.nombre, "foaf:homepage": {"@id": entidad.sede_electronica}}
    return {
        "@context": VOCABULARY,
        "@id": f"{base}/datos",
        "@type": "dcat:Catalog",
        "dct:title": f"Datos abiertos de {entidad.asistente}, {entidad.nombre_corto}",
        "dct:description": "Lo que Catalina responde, en archivos que cualquiera puede usar.",
        "dct:language": "es",
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": f"{base}/datos"},
        **changed,
        "dcat:dataset": [{**_dataset(base, item), "dct:publisher": publisher, **changed} for item in CONJUNTOS.values()]
        + [{**_dataset(base, ESTADISTICAS), "dct:publisher": publisher}],
    }


def _moment(version: ContenidoVersion) -> Record:
    return {"@type": "xsd:dateTime", "@value": version.updated_at.isoformat()}


def _dataset(base: str, item: Conjunto) -> Record:
    return {
        "@id": f"{base}/datos#{item.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": item.id,
        "dct:title": item.titulo,
        "dct:description": item.descripcion,
        "dct:language": "es",
        "dcat:keyword": list(item.palabras),
        "dcat:landingPage": {"@id": f"{base}{item.pagina}" if item.pagina else f"{base}/datos#{item.id}"},
        "dcat:distribution": [_distribution(base, item, form) for form in FORMATS],
    }


def _distribution(base: str, item: Conjunto, form: str) -> Record:
    address = f"{base}{item.archivo(form)}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": f"{item.titulo} en {form.upper()}",
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": f"{base}{item.pagina or '/datos'}"},
        "dcat:mediaType": TYPES[form].partition(";")[0],
    }
