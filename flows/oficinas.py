"""Offices: which one attends a matter, and what may be said of how to reach it."""

from collections.abc import Iterable

from flows.buscar import found
from flows.context import Context
from knowledge.folding import fold
from knowledge.values import Dependencia, PuntoAtencion, Tramite

# The service of a point of attention that belongs to each office, where the two have different names.
_SERVICE_OF = {"datt": "transito", "hacienda": "hacienda", "sisben": "sisben", "catastro": "catastro"}


def offices_of(context: Context, record: Tramite) -> list[Dependencia]:
    """Return the offices that may attend a record."""
    ids = [i for i in (record.dependencia_id, *record.dependencias_posibles) if i]
    return [context.catalogo.dependencias[i] for i in ids if i in context.catalogo.dependencias]


def offices_named(context: Context, texto: str, limit: int) -> list[Dependencia]:
    """Return the offices that some words name, or those that attend what the words talk about."""
    words = f" {fold(texto)} "
    named = [d for d in context.catalogo.dependencias.values() if any(f" {fold(a)} " in words for a in _names(d))]
    if named:
        return sorted(named, key=lambda d: -_longest(d, words))[:limit]
    attending = [office for record in found(context, texto, 3) for office in offices_of(context, record)]
    return list({d.id: d for d in attending}.values())[:limit]


def _names(office: Dependencia) -> Iterable[str]:
    return (name for name in (office.nombre, *office.alias) if len(name) > 2)


def _longest(office: Dependencia, words: str) -> int:
    return max(len(fold(n)) for n in _names(office) if f" {fold(n)} " in words)


def reach(context: Context, office: Dependencia) -> list[str]:
    """Return how to reach an office, one line each; what nobody confirmed is not said as if it were."""
    t = context.t
    if not office.contacto_verificado:
        return [t("Su dirección, teléfono y horario están por confirmar con la dependencia.")]
    lines = [
        (t("Dirección: {valor}"), office.direccion),
        (t("Horario: {valor}"), office.horario and spoken_hours(context, office.horario)),
        (t("Teléfono: {valor}"), office.telefono),
        (t("Correo: {valor}"), office.correo),
        (t("Página: {valor}"), office.web),
    ]
    said = [line.format(valor=value) for line, value in lines if value]
    if not office.horario:
        said.append(t("El horario está por confirmar con la dependencia."))
    return said


def points_of(context: Context, record: Tramite) -> list[PuntoAtencion]:
    """Return the points where a record of the city is attended in person."""
    if record.alcance != "cartagena" or "presencial" not in record.canales:
        return []
    office = record.dependencia_id or ""
    service = _SERVICE_OF.get(office)
    return [p for p in context.catalogo.puntos if service in p.servicios or (office and p.dependencia_id == office)]


def point_line(context: Context, point: PuntoAtencion) -> str:
    """Return a point as one line: its name, where, when."""
    where = point.direccion or (point.barrio if point.barrio and fold(point.barrio) not in fold(point.nombre) else None)
    return (
        "• "
        + ", ".join(filter(None, (point.nombre, where)))
        + (f" ({spoken_hours(context, point.horario)})" if point.horario else "")
    )


def spoken_hours(context: Context, horario: str) -> str:
    """Return the source's «L-V 8:00-16:00; sáb 8:00-12:30» without abbreviations."""
    days = (("L-V", context.t("lunes a viernes")), ("sáb ", context.t("sábado") + " "), (" y ", context.t(" y ")))
    for short, spoken in days:
        horario = horario.replace(short, spoken)
    return horario.replace("-", context.t(" a ")).replace(";", ",")


def office_line(context: Context) -> str:
    """Return where to ask in person or by mail: the channels that the entity confirmed."""
    canales = {c.canal: c.valor for c in reversed(context.catalogo.entidad.contactos) if c.confirmado}
    if "direccion" not in canales or "correo" not in canales:
        return context.t("También puedes preguntar en la sede electrónica: {web}").format(
            web=context.catalogo.entidad.sede_electronica
        )
    return context.t("También te orientan en la Ventanilla Única, {direccion}. Su correo es {correo}.").format(
        **canales
    )
