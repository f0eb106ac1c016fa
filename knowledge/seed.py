"""Load the bundled content. Safe to repeat, and it never overwrites what staff have changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sqlmodel import Session, select

from knowledge import tramites
from knowledge.codec import read
from knowledge.contenido import PAQUETE, ContenidoRow, bump, fingerprint, load_bundled
from knowledge.convocatorias import ConvocatoriaRow, ServicioConvocatoriasRow
from knowledge.cooperacion import DatoRow, OrganizacionRow, ProyectoRow
from knowledge.organizacion import DependenciaRow, FestivoRow, LugarRow, PuntoRow, TerminoRow
from knowledge.participacion import CompromisoRow, HitoRow
from knowledge.preguntas_frecuentes import PreguntaFrecuenteRow
from knowledge.respuestas import RespuestaModeloRow
from knowledge.tramites import HojaRow, HojaVersionRow
from knowledge.values import Tramite

FILES: tuple[tuple[str, type[ContenidoRow]], ...] = (
    ("dependencias.json", DependenciaRow),
    ("puntos_atencion.json", PuntoRow),
    ("lugares.json", LugarRow),
    ("festivos.json", FestivoRow),
    ("terminos.json", TerminoRow),
    ("servicio_convocatorias.json", ServicioConvocatoriasRow),
    ("convocatorias.json", ConvocatoriaRow),
    ("proyectos.json", ProyectoRow),
    ("organizaciones.json", OrganizacionRow),
    ("compromisos.json", CompromisoRow),
    ("hitos.json", HitoRow),
    ("datos_cartagena.json", DatoRow),
    ("datos_bogota.json", DatoRow),
    ("preguntas_frecuentes.json", PreguntaFrecuenteRow),
    ("respuestas_modelo.json", RespuestaModeloRow),
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a load did: records brought up to date, and drafts left for staff who own the record."""

    changed: int
    drafts: int


def seed(db: Session, now: datetime, content: Traversable | None = None) -> Seeded:
    """Bring the database up to the bundled content. Never commits."""
    held = [
        list(db.exec(select(kind))) for kind in {kind for _, kind in FILES}
    ]  # one query a table; `get` finds them here
    folder = content or resources.files("knowledge") / "content"
    hojas = [_hoja(db, record, orden, now) for orden, record in enumerate(records(folder / "tramites.json"))]
    rows = [
        _row(db, kind, record, orden, now)
        for name, kind in FILES
        for orden, record in enumerate(records(folder / name))
    ]
    del held
    changed = sum(outcome == "changed" for outcome in (*hojas, *rows))
    if changed:
        bump(db, now)
    return Seeded(changed, sum(outcome == "draft" for outcome in (*hojas, *rows)))


def records(file: Traversable) -> Iterator[dict[str, Any]]:
    """Return the records of a content file."""
    yield from json.loads(file.read_text(encoding="utf-8"))["registros"]


def _row(db: Session, kind: type[ContenidoRow], record: dict[str, Any], orden: int, now: datetime) -> str:
    row = db.get(kind, record["id"]) or kind(id=record["id"], origen=PAQUETE, updated_at=now)
    row.orden = orden
    before = row.huella
    if load_bundled(db, row, record["contenido"], confirmado=record.get("confirmado", False), now=now):
        return "changed"
    return "same" if row.huella == before else "draft"


def _hoja(db: Session, record: dict[str, Any], orden: int, now: datetime) -> str:
    mark = fingerprint(record)
    hoja = db.get(HojaRow, record["id"])
    if hoja is not None and hoja.huella == mark:
        return "same"
    tramite = read(Tramite, record["contenido"])
    if hoja is not None and _staff_own(db, hoja):
        hoja.huella = mark
        tramites.guardar_borrador(db, tramite, PAQUETE, now, "Versión nueva del contenido que trae el programa")
        return "draft"
    return _replace(db, hoja or _new(db, tramite, orden, now), tramite, record, now)


def _new(db: Session, tramite: Tramite, orden: int, now: datetime) -> HojaRow:
    hoja = HojaRow(id=tramite.id, slug=tramite.slug, alcance=tramite.alcance, orden=orden, updated_at=now)
    db.add(hoja)
    db.flush()
    return hoja


def _replace(db: Session, hoja: HojaRow, tramite: Tramite, record: dict[str, Any], now: datetime) -> str:
    """Add the bundled version. A twin stays a draft: Cartagena's own record answers."""
    hoja.huella, hoja.slug, hoja.alcance = fingerprint(record), tramite.slug, tramite.alcance
    published = record["publicado"]
    version = HojaVersionRow(
        hoja_id=hoja.id,
        numero=tramites.next_numero(db, hoja.id),
        estado="publicado" if published else "borrador",
        contenido=tramites.content(tramite),
        author=PAQUETE,
        note=None if published else f"No se publica: responde «{record['gemelo_de']}»",
        created_at=now,
    )
    db.add(version)
    db.flush()
    tramites.index(hoja, version)
    hoja.published_version_id = version.id if published else None
    return "changed"


def _staff_own(db: Session, hoja: HojaRow) -> bool:
    """Say whether staff published, wrote or retired anything here: then the bundle must not decide."""
    return any(row.author != PAQUETE or row.reviewer is not None for row in tramites.history(db, hoja.id))
