"""The frozen values that a flow reads. No database here: `knowledge.catalog` builds them, `bot` hands them over.

Every value that a citizen may read carries where it comes from (`fuente`, `fuentes`) and whether the dependencia
has confirmed it. Field names are Spanish because clerks say them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.plazos import Calendario, Termino
from knowledge.values.cifras import ComoVa
from knowledge.values.ciudad import (
    Compromiso,
    Convocatoria,
    DatoPublico,
    Encuentro,
    Hito,
    Organizacion,
    Proyecto,
    ServicioConvocatorias,
)
from knowledge.values.entidad import AdjuntoSolicitud, Contacto, Entidad, Solicitud
from knowledge.values.ficha import LecturaFacil, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Valor
from knowledge.values.organizacion import Dependencia, DiaNoHabil, Lugar, PuntoAtencion, Territorio
from knowledge.values.preguntas import PreguntaFrecuente
from knowledge.values.tramite import SECCIONES, Alcance, Contraste, EnLinea, Idioma, Seccion, Tramite, Vigencia, spoken

__all__ = [
    "SECCIONES",
    "AdjuntoSolicitud",
    "Alcance",
    "Calendario",
    "Catalogo",
    "ComoVa",
    "Compromiso",
    "Contacto",
    "Contraste",
    "Convocatoria",
    "DatoPublico",
    "Dependencia",
    "DiaNoHabil",
    "EnLinea",
    "Encuentro",
    "Entidad",
    "Hito",
    "Idioma",
    "LecturaFacil",
    "Lugar",
    "Momento",
    "Norma",
    "Organizacion",
    "Pregunta",
    "PreguntaFrecuente",
    "Proyecto",
    "Punto",
    "PuntoAtencion",
    "Requisito",
    "Seccion",
    "ServicioConvocatorias",
    "Solicitud",
    "Termino",
    "Territorio",
    "Tiempo",
    "Tramite",
    "Valor",
    "Vigencia",
    "spoken",
]


@dataclass(frozen=True, slots=True)
class Catalogo:
    """All published content at one version, read-only and in memory; rebuilt when the version stamp changes."""

    version: str
    entidad: Entidad
    tramites: Mapping[str, Tramite]
    dependencias: Mapping[str, Dependencia]
    puntos: tuple[PuntoAtencion, ...]
    lugares: tuple[Lugar, ...]
    servicio_convocatorias: ServicioConvocatorias
    convocatorias: tuple[Convocatoria, ...]
    proyectos: tuple[Proyecto, ...]
    compromisos: tuple[Compromiso, ...]
    datos: tuple[DatoPublico, ...]
    organizaciones: tuple[Organizacion, ...] = ()
    encuentros: tuple[Encuentro, ...] = ()
    preguntas: tuple[PreguntaFrecuente, ...] = ()
    terminos: Mapping[str, Termino] = field(default_factory=dict)
    calendario: Calendario | None = None
