"""Read everything that citizens may read, once, as frozen values. A process keeps the result until `stamp` changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session

from knowledge import contenido, tramites
from knowledge.codec import read
from knowledge.contenido import ContenidoRow, stamp
from knowledge.convocatorias import ConvocatoriaRow, ServicioConvocatoriasRow
from knowledge.cooperacion import DatoRow, OrganizacionRow, ProyectoRow
from knowledge.entidad import load_entidad
from knowledge.organizacion import DependenciaRow, FestivoRow, LugarRow, PuntoRow, TerminoRow
from knowledge.participacion import CompromisoRow, EncuentroRow, HitoRow
from knowledge.plazos import Calendario, Termino, calendario
from knowledge.solicitudes import solicitud
from knowledge.values import (
    Catalogo,
    Compromiso,
    Convocatoria,
    DatoPublico,
    Dependencia,
    Encuentro,
    Entidad,
    Hito,
    Lugar,
    Organizacion,
    Proyecto,
    PuntoAtencion,
    ServicioConvocatorias,
)

__all__ = ["load", "load_calendario", "solicitud", "stamp"]

T = TypeVar("T")


class SinContenido(RuntimeError):
    """The database holds no content yet; the message says which command loads it."""


def load(db: Session, entidad: Entidad | None = None) -> Catalogo:
    """Return all published content as values. Without `entidad` the bundled one is used."""
    version = stamp(db)
    if version == "0":
        raise SinContenido("La base de datos no tiene contenido. Escribe: catalina init")
    return Catalogo(
        version=version,
        entidad=entidad or load_entidad(),
        tramites={tramite.id: tramite for tramite in tramites.published(db)},
        dependencias={item.id: item for item in _values(db, DependenciaRow, Dependencia)},
        puntos=_values(db, PuntoRow, PuntoAtencion),
        lugares=_values(db, LugarRow, Lugar),
        servicio_convocatorias=_values(db, ServicioConvocatoriasRow, ServicioConvocatorias)[0],
        convocatorias=_values(db, ConvocatoriaRow, Convocatoria),
        proyectos=_values(db, ProyectoRow, Proyecto),
        compromisos=_compromisos(db),
        datos=_values(db, DatoRow, DatoPublico),
        organizaciones=_values(db, OrganizacionRow, Organizacion),
        encuentros=_values(db, EncuentroRow, Encuentro),
        terminos={item.tipo: item for item in _values(db, TerminoRow, Termino)},
        calendario=load_calendario(db),
    )


def load_calendario(db: Session) -> Calendario:
    """Return the days off, the country's and the city's."""
    days: dict[date, str] = {}
    local: dict[date, str] = {}
    for record in _records(db, FestivoRow):
        target = local if record.get("local") else days
        day = date.fromisoformat(record["fecha"])
        target[day] = f"{target[day]} y {record['nombre']}" if day in target else record["nombre"]
    return calendario(days, local)


def _compromisos(db: Session) -> tuple[Compromiso, ...]:
    hitos: dict[str, list[Hito]] = {}
    for record in _records(db, HitoRow):
        value = {name: item for name, item in record.items() if name != "compromiso_id"}
        hitos.setdefault(record["compromiso_id"], []).append(read(Hito, value))
    return tuple(
        read(Compromiso, {**record, "hitos": hitos.get(record["id"], [])}) for record in _records(db, CompromisoRow)
    )


def _values(db: Session, kind: type[ContenidoRow], value: type[T]) -> tuple[T, ...]:
    return tuple(read(value, record) for record in _records(db, kind))


def _records(db: Session, kind: type[ContenidoRow]) -> list[Mapping[str, Any]]:
    return [row.contenido or {} for row in contenido.published(db, kind)]
