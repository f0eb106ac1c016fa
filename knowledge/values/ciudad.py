"""What the city does with others: calls, projects, open government, public facts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Convocatoria:
    """A call that someone outside publishes, or a programme that opens by calls."""

    id: str
    titulo: str
    convocante: str
    descripcion: str
    tipo: str
    estado: Literal["abierta", "cerrada", "por_confirmar", "permanente"]
    cierre: date | None = None
    enlace: str | None = None
    tramite_id: str | None = None
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class ServicioConvocatorias:
    """What the Oficina de Cooperación publishes about the service itself, with its mandatory disclaimer."""

    oficina: str
    que_se_difunde: str
    periodicidad: str
    como_aplicar: tuple[str, ...]
    acompanamiento: str
    descargo: str
    fuente: str


@dataclass(frozen=True, slots=True)
class Proyecto:
    """A cooperation project of Cartagena. `resultado_es_esperado`: the source words a purpose as a result."""

    id: str
    nombre: str
    tipo: str
    linea: str
    descripcion: str
    objetivo: str
    cooperantes: tuple[str, ...]
    entidades: tuple[str, ...]
    ods: tuple[int, ...]
    avance_pct: int | None
    avance: str | None
    resultado: str | None
    resultado_es_esperado: bool
    meta: str | None
    notas: str | None
    fuente: str


@dataclass(frozen=True, slots=True)
class Hito:
    """A milestone of the open-government plan. No milestone of the source has a date."""

    id: str
    num: int
    nombre: str
    entregable: str
    responsable: str
    estado: Literal["no_iniciado", "en_curso", "completado", "en_riesgo", "sin_reporte"]
    fecha: date | None
    notas: str | None
    fuente: str


@dataclass(frozen=True, slots=True)
class Compromiso:
    """A commitment of the open-government plan. Named, never numbered: the source numbers two of them both ways."""

    id: str
    nombre: str
    titulo_corto: str
    problema: str
    que_cambiara: tuple[str, ...]
    responsable: str
    indicadores: tuple[str, ...]
    hitos: tuple[Hito, ...]
    fuente: str


@dataclass(frozen=True, slots=True)
class Encuentro:
    """A neighbourhood meeting that the entity announces."""

    id: str
    nombre: str
    lugar: str
    fecha: date | None
    hora: str | None = None
    descripcion: str | None = None
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class Organizacion:
    """An organisation or network with which a city cooperates. `ciudad` says which: two cities never mix."""

    id: str
    nombre: str
    ciudad: str
    tipo: str
    sigla: str | None = None
    vinculo: str | None = None
    descripcion: str | None = None
    notas: str | None = None
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class DatoPublico:
    """One published figure or fact, said whole in `texto`, always with its city and period.

    `advertencia` repeats what the sources contradict or do not say; it is shown with the fact.
    """

    id: str
    ciudad: str
    tema: str
    texto: str
    palabras: tuple[str, ...]
    periodo: str | None
    advertencia: str | None
    fuente: str
