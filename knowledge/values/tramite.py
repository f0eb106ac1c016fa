"""A hoja de vida as a flow reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

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
