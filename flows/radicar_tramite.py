"""The questions of a trámite that is filed here, made from its own requirements.

What the entity verifies by itself is never asked for: it is said.
"""

import hashlib
from collections.abc import Generator, Iterator, Mapping

from flows.answers import YesNo
from flows.context import Context
from flows.enclosures import DESPUES, AttachmentAnswer
from flows.engine import Ask
from flows.llevar import ENTREGABLES
from flows.messages import Json
from flows.opciones import short
from flows.partes import pay_at, prices
from knowledge.values import Requisito, Tramite

LINE_CHARS = 300


def requisitos_de(context: Context, tramite: str) -> Mapping[str, Requisito]:
    """Return what is asked for, by a key that stays the same wherever the requirement stands in its record."""
    record = context.catalogo.tramites.get(tramite)
    return {key_of(item): item for item in _all(record) if item.tipo != "verificacion"} if record else {}


def verificadas(record: Tramite) -> list[str]:
    """Return what the entity looks up by itself."""
    return [item.texto for item in _all(record) if item.tipo == "verificacion"]


def key_of(requisito: Requisito) -> str:
    """Return the key of a requirement: another text is another question."""
    mark = hashlib.sha256(f"{requisito.tipo}:{requisito.texto}".encode()).hexdigest()[:8]
    return f"req.r{mark}"


def _all(record: Tramite) -> Iterator[Requisito]:
    return (item for momento in record.momentos for item in momento.requisitos)


def preguntar_requisito(context: Context, tramite: str, campo: str, number: int) -> Generator[str | Ask, Json, Json]:
    """Ask for one requirement. Its value: True or False of a condition; a file, «despues» or None of a paper."""
    record, item = context.catalogo.tramites[tramite], requisitos_de(context, tramite)[campo]
    said = short(item.texto, LINE_CHARS)
    if item.tipo == "condicion":
        question = context.t("¿Cumples con esto? {requisito}").format(requisito=said)
        return (yield Ask(f"{campo}.{number}", question, YesNo()))
    answer = AttachmentAnswer(ENTREGABLES, optional=not item.obligatorio, later=True)
    return (yield Ask(f"{campo}.{number}", _asked(context, record, item, said), answer))


def _asked(context: Context, record: Tramite, item: Requisito, said: str) -> str:
    t = context.t
    note = [short(item.nota, LINE_CHARS)] if item.nota else []
    if item.tipo == "pago":
        first = t("Envía el comprobante de este pago: {requisito}").format(requisito=said)
        return "\n".join((first, *prices(context, record)[:4], *pay_at(context, record)[:2], *note))
    if item.tipo == "formulario":
        first = t("Llena este formulario y envíalo: {requisito}").format(requisito=said)
        where = [t("Está en: {donde}").format(donde=item.enlace)] if (item.enlace or "").startswith("https://") else []
        return "\n".join((first, *where, *note))
    return "\n".join((t("Envía una foto o el archivo de: {requisito}").format(requisito=said), *note))


def archivos_entregados(context: Context, tramite: str, datos: Mapping[str, Json]) -> list[tuple[dict[str, str], str]]:
    """Return each file that was sent, called by its requirement."""
    asked = requisitos_de(context, tramite)
    return [(datos[key], short(item.texto, 120)) for key, item in asked.items() if isinstance(datos.get(key), dict)]


def respondido(context: Context, value: Json) -> str:
    """Return what was answered to a requirement, in a word or two."""
    t = context.t
    if isinstance(value, bool):
        return t("Sí") if value else t("No")
    if isinstance(value, dict):
        return t("enviado")
    return t("lo entrego después") if value == DESPUES else t("sin enviar")
