"""What the national register (SUIT, «formato integrado») asks of a hoja de vida one by one. Pure values.

A citizen reads plain lines. `spoken` makes them from these parts wherever a record has them, so that a requirement or a
price is written once. Source: Guía SUIT 3 (DAFP, 2014) and the public ficha of the register.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

TipoRequisito = Literal["documento", "condicion", "formulario", "pago", "verificacion"]
Unidad = Literal["habil", "calendario", "hora", "mes", "inmediato"]

_UNIDADES: dict[Unidad, tuple[str, str]] = {
    "habil": ("día hábil", "días hábiles"),
    "calendario": ("día calendario", "días calendario"),
    "hora": ("hora", "horas"),
    "mes": ("mes", "meses"),
    "inmediato": ("De inmediato", "De inmediato"),
}
GRATUITO = "Gratuito"


@dataclass(frozen=True, slots=True)
class Requisito:
    """One thing that is asked for. «verificacion»: the entity looks it up itself, and nobody brings a paper for it."""

    tipo: TipoRequisito
    texto: str
    cantidad: int = 1  # how many originals or copies
    obligatorio: bool = True
    nota: str | None = None
    enlace: str | None = None  # where the form is, or where it is paid


@dataclass(frozen=True, slots=True)
class Momento:
    """One step, and what it takes."""

    texto: str
    requisitos: tuple[Requisito, ...] = ()


@dataclass(frozen=True, slots=True)
class Valor:
    """One line of the table of prices. Nothing is due where there is none and `requiere_pago` is False."""

    concepto: str
    valor: int | None = None  # whole units of `moneda`; None: it depends, and `nota` says on what
    moneda: str = "COP"
    nota: str | None = None
    cuenta: str | None = None  # where it is paid, as the treasury writes it
    enlace: str | None = None
    vence_el: date | None = None  # the last day on which it is so


@dataclass(frozen=True, slots=True)
class Tiempo:
    """How long the entity takes to answer."""

    unidad: Unidad
    cantidad: int | None = None  # None only with «inmediato»
    nota: str | None = None


@dataclass(frozen=True, slots=True)
class Norma:
    """One norm on which the trámite rests."""

    tipo: str  # Ley, Decreto, Acuerdo, Resolución…
    numero: str
    anio: int
    articulos: str | None = None
    enlace: str | None = None


@dataclass(frozen=True, slots=True)
class Punto:
    """One place where it is done. Coordinates in degrees (WGS 84)."""

    nombre: str
    direccion: str | None = None
    telefono: str | None = None
    horario: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Pregunta:
    """One thing that people often ask about this trámite, and the answer."""

    pregunta: str
    respuesta: str


@dataclass(frozen=True, slots=True)
class LecturaFacil:
    """The easy-to-read text. Who validated it with readers, and when, is people's word: the program never declares it."""

    texto: str
    validado_por: str | None = None
    validado_el: date | None = None


def said_requirement(requisito: Requisito) -> str:
    """Return the line that a citizen reads for a requirement."""
    many = f" ({requisito.cantidad})" if requisito.cantidad > 1 else ""
    note = f". {requisito.nota}" if requisito.nota else ""
    if requisito.tipo == "verificacion":
        return f"{requisito.texto}: no lleves soporte, la entidad lo verifica{note}"
    return f"{requisito.texto}{many}{'' if requisito.obligatorio else ' (si aplica)'}{note}"


def said_price(valor: Valor) -> str:
    """Return the line that a citizen reads for a price: «Certificado: $25.000»."""
    amount = _amount(valor)
    said = f"{valor.concepto}: {amount}" if amount else valor.concepto
    return f"{said}. {valor.nota}" if valor.nota else said


def said_time(tiempo: Tiempo) -> str:
    """Return «15 días hábiles», with its note."""
    one, many = _UNIDADES[tiempo.unidad]
    said = one if tiempo.cantidad is None else f"{tiempo.cantidad} {one if tiempo.cantidad == 1 else many}"
    return f"{said}. {tiempo.nota}" if tiempo.nota else said


def said_norm(norma: Norma) -> str:
    """Return «Ley 388 de 1997, artículos 8 y 15»."""
    return f"{norma.tipo} {norma.numero} de {norma.anio}" + (f", {norma.articulos}" if norma.articulos else "")


def _amount(valor: Valor) -> str:
    if valor.valor is None:
        return ""
    if valor.valor == 0:
        return GRATUITO.lower()
    figures = f"{valor.valor:,}".replace(",", ".")
    return f"${figures}" if valor.moneda == "COP" else f"{figures} {valor.moneda}"
