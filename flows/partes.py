"""The parts of the register in a citizen's words: the table of prices, who is excepted, the record's own places."""

from flows.context import Context
from flows.firmas import spoken_date
from flows.oficinas import spoken_hours
from knowledge.values import Punto, Tramite, Valor
from knowledge.values.ficha import said_price


def prices(context: Context, record: Tramite) -> list[str]:
    """Return a line for each price, where to pay it, and which of them are past their last day."""
    return [line for valor in record.valores for line in _price(context, valor)]


def _price(context: Context, valor: Valor) -> list[str]:
    t = context.t
    lines = [f"• {said_price(valor)}"]
    if valor.vence_el and valor.vence_el < context.hoy:
        lines.append(
            t("⚠️ Este valor era hasta el {fecha}.").format(fecha=spoken_date(context, valor.vence_el.isoformat()))
        )
    paid = " · ".join(filter(None, (valor.cuenta, valor.enlace if _safe(valor.enlace) else None)))
    return [*lines, *([t("Se paga en: {donde}").format(donde=paid)] if paid else [])]


def expired_price(context: Context, record: Tramite) -> bool:
    """Return whether some price is past its last day: then no price is told in passing."""
    return any(valor.vence_el and valor.vence_el < context.hoy for valor in record.valores)


def excepted(context: Context, record: Tramite) -> list[str]:
    """Return who does not have to bring or pay something."""
    return [context.t("Excepción: {caso}").format(caso=caso) for caso in record.excepciones]


def forms(context: Context, record: Tramite) -> list[str]:
    """Return where each form is."""
    asked = (demand for moment in record.momentos for demand in moment.requisitos)
    return [
        context.t("{papel}: está en {donde}").format(papel=demand.texto, donde=demand.enlace)
        for demand in asked
        if demand.tipo == "formulario" and _safe(demand.enlace)
    ]


def _safe(link: str | None) -> bool:
    """Return whether a link may be told: an address without https is somebody's trap or a register's dirt."""
    return link is not None and link.startswith("https://")


def pay_at(context: Context, record: Tramite) -> list[str]:
    """Return where each payment among the requirements is made."""
    asked = (demand for moment in record.momentos for demand in moment.requisitos)
    links = dict.fromkeys(demand.enlace for demand in asked if demand.tipo == "pago" and _safe(demand.enlace))
    return [context.t("Se paga en: {donde}").format(donde=link) for link in links]


def arrives(context: Context, record: Tramite) -> list[str]:
    """Return by which way the result reaches the person."""
    if not record.medios_resultado:
        return []
    return [context.t("Te llega por: {medios}").format(medios=", ".join(record.medios_resultado))]


def season(context: Context, record: Tramite) -> list[str]:
    """Return when in the year it can be done, where that is not always."""
    return [context.t("Se puede hacer: {fechas}").format(fechas=record.fechas)] if record.fechas else []


def places(context: Context, record: Tramite) -> list[str]:
    """Return the record's own places, a line each: its name, where, when, its telephone."""
    return [_place(context, punto) for punto in record.puntos]


def _place(context: Context, punto: Punto) -> str:
    where = ", ".join(filter(None, (punto.nombre, punto.direccion)))
    when = f" ({spoken_hours(context, punto.horario)})" if punto.horario else ""
    return f"• {where}{when}" + (
        f". {context.t('Teléfono: {valor}').format(valor=punto.telefono)}" if punto.telefono else ""
    )
