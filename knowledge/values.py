"""The frozen values that a flow reads. No database here: `knowledge.catalog` builds them, `bot` hands them over.

Every value that a citizen may read carries where it comes from (`fuente`, `fuentes`) and whether the dependencia
has confirmed it. Field names are Spanish because clerks say them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.plazos import Calendario, Termino

Seccion = Literal["que_es", "requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea"]
SECCIONES: tuple[Seccion, ...] = ("que_es", "requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea")

Alcance = Literal["cartagena", "nacional"]
EnLinea = Literal["no", "parcial", "total"]
Idioma = Literal["es", "en"]


@dataclass(frozen=True, slots=True)
class Contraste:
    """A record that people mistake for this one, and the one question that separates the two."""

    tramite_id: str
    pregunta: str


@dataclass(frozen=True, slots=True)
class Tramite:
    """One published hoja de vida.

    Of a record with alcance «nacional» only name, purpose and national law carry over: every other field is empty
    and is shown as «por confirmar con la dependencia».
    """

    id: str
    slug: str
    nombre: str
    titulo_corto: str  # ≤ 24 characters: the row of a WhatsApp list
    alcance: Alcance
    tipo: str
    tema: str
    proposito: str
    dependencia: str
    dependencia_id: str | None = None
    dependencias_posibles: tuple[str, ...] = ()  # ids, where several offices may answer
    dependencia_verificada: bool = False
    nombre_en: str | None = None
    titulo_corto_en: str | None = None
    dirigido_a: str | None = None
    requisitos: tuple[str, ...] = ()
    pasos: tuple[str, ...] = ()
    requiere_pago: bool | None = None
    costo: str | None = None
    beneficio: str | None = None  # what the person receives; never shown as a cost
    termino: str | None = None
    base_legal: tuple[str, ...] = ()
    canales: tuple[str, ...] = ()
    en_linea: EnLinea | None = None
    resultado: str | None = None
    seguimiento: str | None = None
    url: str | None = None
    nota: str | None = None
    alias: tuple[str, ...] = ()
    no_confundir_con: tuple[Contraste, ...] = ()
    por_confirmar: tuple[Seccion, ...] = ()
    campos_no_verificados: tuple[str, ...] = ()  # the same in the source's own words
    fuentes: tuple[str, ...] = ()
    vigencia_de_los_datos: str | None = None  # AAAA-MM or AAAA-MM-DD, as the source gives it
    vencido_desde: date | None = None
    nivel: int = 1  # 1 informa, 2 orienta, 3 radica, 4 termina en línea
    flujo: str | None = None  # set where the intent wins over the record (details.md)
    version: int = 1
    revisado_el: date | None = None
    revisado_por: str | None = None


@dataclass(frozen=True, slots=True)
class Dependencia:
    """An office. `contacto` holds only what a source publishes by office; names of people are never kept here."""

    id: str
    nombre: str
    tipo: str
    direccion: str | None = None
    telefono: str | None = None
    correo: str | None = None
    web: str | None = None
    whatsapp: str | None = None
    horario: str | None = None
    contacto_verificado: bool = False
    fuente: str = ""
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PuntoAtencion:
    """A place where a service is given."""

    nombre: str
    servicios: tuple[str, ...]
    barrio: str | None = None
    localidad: int | None = None
    direccion: str | None = None
    horario: str | None = None
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class Lugar:
    """A barrio, corregimiento, island or sector. `localidad` is trusted only when `localidad_verificada`.

    `tipo` «conjunto» and «ambiguo» name several places (`incluye`, their slugs): ask which one, never choose.
    """

    slug: str
    nombre: str
    tipo: str
    localidad: int | None = None
    localidad_verificada: bool = False
    alias: tuple[str, ...] = ()
    incluye: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Contacto:
    """An official channel of the entity."""

    canal: Literal["correo", "telefono", "whatsapp", "web", "direccion"]
    valor: str
    para: str
    confirmado: bool
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class Entidad:
    """What another city changes to run the same code: name, hours, channels, emergency lines, colours."""

    nombre: str
    nombre_corto: str
    asistente: str
    responsable_datos: str
    politica_datos_url: str | None
    correo_datos: str | None
    sede_electronica: str
    horario: str
    contactos: tuple[Contacto, ...]
    denuncia_canales: tuple[Contacto, ...]
    emergencias: tuple[tuple[str, str, bool], ...]  # (line, what for, confirmed)
    transito_reportes: str
    version_aviso: str
    colores: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solicitud:
    """The state of one request, as the citizen may read it after giving its code. No personal data."""

    codigo: str
    tipo: str
    estado: Literal[
        "recibida",
        "asignada",
        "por_completar",
        "prorrogada",
        "trasladada",
        "en_firma",
        "respondida",
        "cerrada",
        "desistida",
    ]
    dependencia: str
    recibida_el: date
    vence_el: date | None
    dias_habiles_transcurridos: int | None
    dias_habiles_plazo: int | None
    radicado: str | None = None
    actualizada_el: date | None = None


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
    terminos: Mapping[str, Termino] = field(default_factory=dict)
    calendario: Calendario | None = None
