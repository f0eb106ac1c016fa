"""A hoja de vida as a flow reads it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from knowledge.values.ficha import (
    LecturaFacil,
    Momento,
    Norma,
    Pregunta,
    Punto,
    Tiempo,
    Valor,
    said_norm,
    said_price,
    said_requirement,
    said_time,
)

Seccion = Literal["que_es", "requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea"]
SECCIONES: tuple[Seccion, ...] = ("que_es", "requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea")

# Of a national record none of these is told: what another entity says of them is not Cartagena's word.
DE_CARTAGENA = (
    "numero_suit", "audiencias", "dirigido_a", "excepciones", "resultado", "medios_resultado", "beneficio", "momentos",
    "requisitos", "pasos", "valores", "requiere_pago", "costo", "tiempo", "termino", "seguimiento", "fechas",
    "dependencia_verificada", "canales", "en_linea", "url", "puntos", "preguntas", "lectura_facil",
)  # fmt: skip

Alcance = Literal["cartagena", "nacional"]
EnLinea = Literal["no", "parcial", "total"]
Idioma = Literal["es", "en"]


@dataclass(frozen=True, slots=True)
class Contraste:
    """A record that people mistake for this one, and the one question that separates the two."""

    tramite_id: str
    pregunta: str


@dataclass(frozen=True, slots=True)
class Vigencia:
    """Until when a section may be trusted, and on whose word. Whether it is confirmed at all says `por_confirmar`."""

    seccion: Seccion
    fuente: str | None = None
    vence_el: date | None = None  # the last day on which it is so


@dataclass(frozen=True, slots=True)
class Tramite:
    """One published hoja de vida.

    What a citizen reads is `requisitos`, `pasos`, `costo`, `termino`, `base_legal` and `dirigido_a`, in plain lines. A record
    that has the parts of the register (`momentos`, `valores`, `tiempo`, `normas`, `audiencias`) gets those lines from them:
    `spoken` says how, and every version is kept that way.

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
    nombre_estandarizado: str | None = None  # the register's own name for it
    numero_suit: str | None = None  # Cartagena's own; another entity's is never kept here
    audiencias: tuple[str, ...] = ()
    momentos: tuple[Momento, ...] = ()
    excepciones: tuple[str, ...] = ()  # who does not have to bring or do something
    valores: tuple[Valor, ...] = ()
    tiempo: Tiempo | None = None
    normas: tuple[Norma, ...] = ()
    medios_resultado: tuple[str, ...] = ()  # by which way the result arrives
    puntos: tuple[Punto, ...] = ()
    fechas: str | None = None  # when in the year it can be done; None: always
    preguntas: tuple[Pregunta, ...] = ()
    palabras: tuple[str, ...] = ()  # words by which it is found and that are no name of it
    vigencias: tuple[Vigencia, ...] = ()
    revisar_antes_de: date | None = None
    lectura_facil: LecturaFacil | None = None
    version: int = 1
    revisado_el: date | None = None
    revisado_por: str | None = None


def spoken(tramite: Tramite) -> Tramite:
    """Return the trámite with the lines that citizens read made from its parts, where it has them."""
    said: dict[str, Any] = {}
    if tramite.momentos:
        demands = [said_requirement(demand) for moment in tramite.momentos for demand in moment.requisitos]
        if demands:
            said["requisitos"] = tuple(dict.fromkeys(demands))
        said["pasos"] = tuple(moment.texto for moment in tramite.momentos)
    if tramite.valores:
        said["costo"] = "; ".join(map(said_price, tramite.valores))
        said["requiere_pago"] = any(valor.valor != 0 for valor in tramite.valores)
    if tramite.tiempo:
        said["termino"] = said_time(tramite.tiempo)
    if tramite.normas:
        said["base_legal"] = tuple(map(said_norm, tramite.normas))
    if tramite.audiencias:
        said["dirigido_a"] = ", ".join(tramite.audiencias)
    return replace(tramite, **said) if said else tramite
