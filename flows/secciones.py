"""What each section of a hoja de vida says, line by line.

Of a national record only name, purpose and law are Cartagena's too; everything else is «por confirmar».
"""

from collections.abc import Callable, Iterable, Mapping

from flows.answers import N_
from flows.buscar import titulo
from flows.context import Context
from flows.oficinas import offices_of, point_line, points_of, reach
from flows.partes import arrives, excepted, forms, pay_at, places, prices, season
from flows.vigencia import ended, lapsed, warning
from knowledge.values import SECCIONES, Seccion, Tramite

TITLES: Mapping[Seccion, str] = {
    "que_es": N_("Qué es"),
    "requisitos": N_("Qué me piden"),
    "pasos": N_("Pasos"),
    "costo": N_("Cuánto cuesta"),
    "tiempo": N_("Cuánto demora"),
    "donde": N_("Dónde se hace"),
    "norma": N_("Qué norma lo regula"),
    "en_linea": N_("Por internet"),
}
_CHANNELS = {
    "web": N_("por internet"),
    "presencial": N_("en persona"),
    "correo": N_("por correo"),
    "telefono": N_("por teléfono"),
    "whatsapp": N_("por WhatsApp"),
}
_UNCONFIRMED: Mapping[Seccion, str] = {
    "que_es": N_("La explicación está por confirmar con la dependencia."),
    "requisitos": N_("Los papeles que piden están por confirmar con la dependencia."),
    "pasos": N_("Los pasos están por confirmar con la dependencia."),
    "costo": N_("El costo está por confirmar con la dependencia."),
    "tiempo": N_("El tiempo está por confirmar con la dependencia."),
    "donde": N_("El lugar y el horario están por confirmar con la dependencia."),
    "norma": N_("La norma está por confirmar con la dependencia."),
    "en_linea": N_("Si se hace por internet está por confirmar con la dependencia."),
}
# What a record that nobody has reviewed for too long may no longer say: a mistake here costs a trip or money.
_OFFICE_ALONE = frozenset({"requisitos", "pasos", "costo", "tiempo", "en_linea"})


def has(record: Tramite, seccion: Seccion) -> bool:
    """Return whether a record has something of its own to say in a section."""
    if record.alcance == "nacional":
        return seccion in ("que_es", "donde") or (seccion == "norma" and bool(record.base_legal))
    present: Mapping[Seccion, bool] = {
        "que_es": True,
        "requisitos": bool(record.requisitos),
        "pasos": bool(record.pasos),
        "costo": bool(record.costo or record.beneficio or record.requiere_pago is not None),
        "tiempo": bool(record.termino or record.fechas),
        "donde": True,
        "norma": bool(record.base_legal),
        "en_linea": record.en_linea is not None or "web" in record.canales,
    }
    return present[seccion]


def sections(record: Tramite) -> list[Seccion]:
    """Return the sections worth offering: those with content, and where to confirm the rest."""
    return [s for s in SECCIONES if has(record, s)]


def lines(context: Context, record: Tramite, seccion: Seccion) -> list[str]:
    """Return a section's lines: what the record says, or that it is to be confirmed and with whom."""
    if not has(record, seccion) or (lapsed(context, record) and seccion in _OFFICE_ALONE):
        known = [] if lapsed(context, record) else _known(context, record)
        return [context.t(_UNCONFIRMED[seccion]), *known, _ask_there(context, record)]
    lines = [*_SECTIONS[seccion](context, record), *ended(context, record, seccion), *warning(context, record)]
    if record.alcance == "cartagena" and seccion in record.por_confirmar and seccion not in ("que_es", "donde"):
        lines.append(context.t("Confírmalo con la dependencia antes de ir: esto no lo ha revisado."))
    if context.idioma == "en" and seccion in _OFFICE_ALONE:
        lines.append(context.t("La información publicada está en español."))
    return lines


def _known(context: Context, record: Tramite) -> list[str]:
    """Return in a line what is sure of a record of the city, so that who asked for what is not does not leave with nothing."""
    if record.alcance != "cartagena":
        return []
    t = context.t
    sure = free(record) and "sin verificar" not in (record.costo or "") and not ended(context, record, "costo")
    online = record.en_linea == "total" and not ended(context, record, "en_linea")
    said = [t("es gratis")] if sure else []
    said += [t("todo se hace por internet")] if online else []
    said += [t("se hace en persona")] if record.canales == ("presencial",) else []
    return [t("Lo que sí sé: {cosas}.").format(cosas=t(" y ").join(said))] if said else []


def what(context: Context, record: Tramite) -> list[str]:
    lines = [record.proposito]
    if record.dirigido_a:
        lines.append(context.t("Para: {quienes}").format(quienes=record.dirigido_a))
    if record.vencido_desde and record.vencido_desde <= context.hoy:
        lines.append(context.t("Esto ya venció. Confirma con la dependencia si hay nueva fecha."))
    if context.idioma == "en":
        lines.append(context.t("La información publicada está en español."))
    return [*lines, *([record.nota] if record.nota and record.alcance == "cartagena" else [])]


def _que_es(context: Context, record: Tramite) -> list[str]:
    lines = what(context, record)
    if record.resultado:
        lines.append(context.t("Al final recibes: {resultado}").format(resultado=record.resultado))
    return [*lines, attends(context, record), *_confused(context, record)]


def _confused(context: Context, record: Tramite) -> list[str]:
    """Return the line that names what this record is often taken for."""
    others = [
        context.catalogo.tramites[c.tramite_id]
        for c in record.no_confundir_con
        if c.tramite_id in context.catalogo.tramites
    ]
    if not others:
        return []
    return [context.t("No lo confundas con: {otros}.").format(otros=", ".join(titulo(context, o) for o in others[:3]))]


def _requisitos(context: Context, record: Tramite) -> list[str]:
    lines = [f"• {item}" for item in record.requisitos]
    return [
        *lines,
        *forms(context, record),
        *excepted(context, record),
        context.t("Si no tienes alguno, o no tienes documento colombiano, pregunta primero. Te orientan igual."),
    ]


def _pasos(context: Context, record: Tramite) -> list[str]:
    lines = [context.t("Paso {n}: {paso}").format(n=n, paso=paso) for n, paso in enumerate(record.pasos, start=1)]
    if record.resultado:
        lines.append(context.t("Al final recibes: {resultado}").format(resultado=record.resultado))
    lines += arrives(context, record)
    if record.seguimiento:
        lines.append(context.t("Cómo saber cómo va: {como}").format(como=record.seguimiento))
    return lines


def _costo(context: Context, record: Tramite) -> list[str]:
    """Return what it costs, apart from what the person receives; of a free one, that nobody may charge for it."""
    t = context.t
    lines = prices(context, record) or ([record.costo] if record.costo else [])
    if record.requiere_pago is False and not record.costo:
        lines.append(t("No se paga por este trámite."))
    if record.requiere_pago and not record.costo:
        lines.append(t("Se paga. El valor está por confirmar con la dependencia."))
    if free(record):
        lines.append(t("Es gratis: no le pagues a nadie por ayudarte."))
    lines += [*pay_at(context, record), *excepted(context, record)]
    if record.beneficio and expired(context, record):
        lines.append(t("Lo que daba: {valor}. Eso ya venció.").format(valor=record.beneficio))
    elif record.beneficio:
        lines.append(t("Lo que puedes recibir: {valor}").format(valor=record.beneficio))
    return lines


def free(record: Tramite) -> bool:
    """Return whether nothing is paid for it, as far as the source says."""
    if record.valores:
        return all(valor.valor == 0 for valor in record.valores)
    return record.requiere_pago is False or "gratuit" in (record.costo or "").lower()


def _tiempo(context: Context, record: Tramite) -> list[str]:
    return [*([record.termino] if record.termino else []), *season(context, record)]


def _donde(context: Context, record: Tramite) -> list[str]:
    t = context.t
    if record.alcance == "nacional":
        return [attends(context, record), t(_UNCONFIRMED["donde"]), _ask_there(context, record)]
    lines = [attends(context, record), *_how(context, record)]
    for office in offices_of(context, record)[:1]:
        lines += reach(context, office)
    # What the record itself says is nearer than what its office says.
    said = places(context, record) or [point_line(context, point) for point in points_of(context, record)]
    if said:
        lines += [t("Puntos de atención:"), *said]
    return [*lines, *([record.nota] if record.nota else [])]


def _how(context: Context, record: Tramite) -> list[str]:
    said = [context.t(_CHANNELS[c]) if c in _CHANNELS else c for c in record.canales]
    return [context.t("Se hace {como}.").format(como=", ".join(said))] if said else []


def _norma(context: Context, record: Tramite) -> list[str]:
    return [f"• {norma}" for norma in record.base_legal]


def _en_linea(context: Context, record: Tramite) -> list[str]:
    t = context.t
    said = {
        "total": t("Sí, todo se hace por internet."),
        "parcial": t("Una parte se hace por internet."),
        "no": t("No se hace por internet."),
    }
    lines = [said.get(record.en_linea or "", t("Hay atención por internet."))]
    return [
        *lines,
        *([t("Entra a: {donde}").format(donde=record.url)] if record.url and record.en_linea != "no" else []),
    ]


def attends(context: Context, record: Tramite) -> str:
    if record.dependencia_verificada and record.alcance == "cartagena":
        return context.t("Lo atiende: {quien}.").format(quien=record.dependencia)
    return context.t("Lo atendería: {quien} (por confirmar).").format(quien=record.dependencia)


def _ask_there(context: Context, record: Tramite) -> str:
    """Return with whom to confirm: the office itself where its contact is confirmed, or the entity's own channel."""
    t = context.t
    for office in offices_of(context, record):
        if office.contacto_verificado and (office.correo or office.telefono):
            return t("Confírmalo con {quien}: {como}.").format(
                quien=office.nombre, como=office.correo or office.telefono
            )
    ventanilla = context.catalogo.dependencias.get("ventanilla-unica")
    if ventanilla is not None and ventanilla.contacto_verificado and ventanilla.correo:
        return t("Confírmalo con la Ventanilla Única: {correo}.").format(correo=ventanilla.correo)
    return t("Confírmalo en la sede electrónica: {web}").format(web=context.catalogo.entidad.sede_electronica)


def expired(context: Context, record: Tramite) -> bool:
    return record.vencido_desde is not None and record.vencido_desde <= context.hoy


_SECTIONS: Mapping[Seccion, Callable[[Context, Tramite], Iterable[str]]] = {
    "que_es": _que_es,
    "requisitos": _requisitos,
    "pasos": _pasos,
    "costo": _costo,
    "tiempo": _tiempo,
    "donde": _donde,
    "norma": _norma,
    "en_linea": _en_linea,
}
