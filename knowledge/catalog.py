"""Read everything that citizens may read, once, as frozen values. A process keeps the result until `stamp` changes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlmodel import Session

from knowledge import contenido, tramites
from knowledge.codec import read
from knowledge.contenido import ContenidoRow, stamp
from knowledge.convocatorias import ConvocatoriaRow, ServicioConvocatoriasRow
from knowledge.cooperacion import DatoRow, OrganizacionRow, ProyectoRow
from knowledge.entidad import EntidadRow, load_entidad, overridden
from knowledge.organizacion import DependenciaRow, FestivoRow, LugarRow, PuntoRow, TerminoRow
from knowledge.participacion import CompromisoRow, EncuentroRow, HitoRow
from knowledge.plazos import UN_DIA, Calendario, Termino, calendario
from knowledge.preguntas_frecuentes import PreguntaFrecuenteRow
from knowledge.solicitudes import solicitud
from knowledge.values import (
    Catalogo,
    Compromiso,
    Convocatoria,
    DatoPublico,
    Dependencia,
    DiaNoHabil,
    Encuentro,
    Entidad,
    Hito,
    Lugar,
    Organizacion,
    PreguntaFrecuente,
    Proyecto,
    PuntoAtencion,
    ServicioConvocatorias,
)
from knowledge.values.organizacion import CLASES_DE_DIA

__all__ = ["load", "load_calendario", "solicitud", "stamp"]

T = TypeVar("T")
BY_LAW = CLASES_DE_DIA[0]
A_WHOLE_YEAR = 10  # holidays of law in a year that was loaded; the law has eighteen or more
LONGEST = timedelta(days=366)  # of a suspension: a slip in «hasta» must not fill the calendar


class SinContenido(RuntimeError):
    """The database holds no content yet; the message says which command loads it."""


def load(db: Session, entidad: Entidad | None = None) -> Catalogo:
    """Return all published content as values. Without `entidad` the bundled one is used."""
    version = stamp(db)
    if version == "0":
        raise SinContenido("La base de datos no tiene contenido. Escribe: catalina init")
    return Catalogo(
        version=version,
        entidad=_entidad(db, entidad or load_entidad()),
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
        preguntas=_values(db, PreguntaFrecuenteRow, PreguntaFrecuente),
        terminos={item.tipo: item for item in _values(db, TerminoRow, Termino)},
        calendario=load_calendario(db),
    )


def load_calendario(db: Session) -> Calendario:
    """Return the days off, the country's and the city's.

    A lone holiday of a year that nobody has loaded is only a day off: it must not make the year look known.
    """
    found = _values(db, FestivoRow, DiaNoHabil)
    by_law = Counter(day.year for item in found if (item.clase or BY_LAW) == BY_LAW for day in _days(item))
    days: dict[date, str] = {}
    local: dict[date, str] = {}
    for item in found:
        for day in _days(item):
            whole = (item.clase or BY_LAW) == BY_LAW and by_law[day.year] >= A_WHOLE_YEAR
            target = days if whole else local
            target[day] = f"{target[day]} y {item.nombre}" if day in target else item.nombre
    return calendario(days, local)


def _days(item: DiaNoHabil) -> Iterator[date]:
    last = min(item.hasta or item.fecha, item.fecha + LONGEST)
    day = item.fecha
    while day <= last:
        yield day
        day += UN_DIA


def _entidad(db: Session, entidad: Entidad) -> Entidad:
    """Return the entity of the file, with what staff published over it."""
    published = _records(db, EntidadRow)
    return overridden(entidad, published[0]) if published else entidad


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
