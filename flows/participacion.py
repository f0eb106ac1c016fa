"""Open government: the four commitments by name, how far each milestone is, how to take part, who watches."""

import re
from collections.abc import Mapping

from flows.answers import N_, Choice
from flows.context import Context
from flows.engine import Ask, Flow, Go
from flows.fuentes import source_line
from flows.hallar import asked, bag, ranked
from flows.messages import Option
from flows.paginas import VOLVER, excerpt, fitted, pick, row, volver
from knowledge.values import Compromiso, DatoPublico, Hito

ROUNDS = 8
_GENERIC = (
    "gobierno abierto compromiso compromisos plan participar participacion ciudadana ciudad cartagena open government"
)
_TEMAS = (
    ("participar", N_("Cómo participar"), N_("Los espacios que anuncia el plan")),
    ("vigila", N_("Quién vigila el plan"), N_("El monitoreo, el comité y el foro")),
    ("consulta", N_("La consulta y sus votos"), N_("Qué pidió la ciudadanía en 2025")),
)
# Ids of published facts, in the order in which they are told.
_DATOS = {
    "participar": (
        "ctg-ogp-sesiones-de-socializacion-territorial",
        "ctg-ogp-jornadas-presenciales-en-barrios",
        "ctg-ogp-reuniones-de-seguimiento-por-compromiso",
    ),
    "vigila": ("ctg-ogp-ente", "ctg-ogp-comite", "ctg-ogp-foro"),
    "consulta": (
        "ctg-ogp-consulta-total",
        "ctg-ogp-consulta-1",
        "ctg-ogp-consulta-2",
        "ctg-ogp-consulta-3",
        "ctg-ogp-consulta-4",
    ),
}
_SECCIONES = (
    ("problema", N_("El problema")),
    ("cambia", N_("Qué cambiará")),
    ("hitos", N_("Cómo va")),
    ("indicadores", N_("Cómo se mide")),
)
ESTADOS: Mapping[str, str] = {
    "no_iniciado": N_("sin empezar"),
    "en_curso": N_("en curso"),
    "completado": N_("terminado"),
    "en_riesgo": N_("en riesgo"),
    "sin_reporte": N_("sin reporte publicado"),
}
_PREFIX = "Gobierno abierto de Cartagena. "  # every fact carries its subject; here it is in the heading
_NUMBERED = re.compile(
    r" del Compromiso \d\b"
)  # the plan gives two commitments each other's number: only names are said


def participacion(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Show the commitment that the words name, else what there is to see."""
    found = matching(context, inicio.get("texto", ""))
    if found is not None:
        yield from _commitment(context, "hallado", found)
    else:
        yield context.t("El plan de Gobierno Abierto 2026-2027 tiene {n} compromisos con la ciudadanía.").format(
            n=len(context.catalogo.compromisos)
        )
    for number in range(ROUNDS):
        elegida = yield Ask(f"ver.{number}", context.t("¿Qué quieres ver?"), _menu(context))
        if elegida in _DATOS:
            yield _facts(context, elegida)
        elif elegida == "menu":
            return Go("menu")
        elif elegida == "avisos":
            return Go("notificaciones", {"accion": "alta", "tema": "gobierno_abierto"})
        else:
            yield from _commitment(context, f"compromiso.{number}", _by_id(context, elegida))
    return Go("participacion")


def matching(context: Context, texto: str) -> Compromiso | None:
    """Return the one commitment that the words name, or None when they name none or several."""
    all_ = context.catalogo.compromisos
    hits = ranked(asked(texto, _GENERIC), [bag(c.titulo_corto, c.nombre) for c in all_])
    best = [hit for hit in hits if hit[1] == hits[0][1]]
    return all_[best[0][0]] if len(best) == 1 else None


def _menu(context: Context) -> Choice:
    commitments = [row(c.id, c.titulo_corto, c.nombre) for c in context.catalogo.compromisos]
    themes = [Option(i, context.t(title), context.t(what)) for i, title, what in _TEMAS]
    notices = Option("avisos", context.t("Recibir avisos"), context.t("Cuando publiquen avances o encuentros"))
    out = Option("menu", context.t("Ir al menú"), context.t("Todo lo demás que hago"))
    return fitted([*commitments, *themes, notices, out])


def _by_id(context: Context, id_: str) -> Compromiso:
    return next(c for c in context.catalogo.compromisos if c.id == id_)


def _commitment(context: Context, key: str, commitment: Compromiso) -> Flow:
    t = context.t
    named = f"*{commitment.titulo_corto}*\n«{commitment.nombre}»"
    yield f"{named}\n{t('Responde: {quien}.').format(quien=commitment.responsable)}\n{source_line(context, commitment.fuente)}"
    for number in range(len(_SECCIONES) + 2):
        elegida = yield Ask(f"{key}.{number}", t("¿Qué quieres saber?"), _secciones(context))
        if elegida == VOLVER:
            return None
        if elegida == "hitos":
            yield from _milestones(context, f"{key}.hito.{number}", commitment)
        else:
            yield _section(context, commitment, elegida)
    return None


def _secciones(context: Context) -> Choice:
    return fitted([*(Option(i, context.t(title)) for i, title in _SECCIONES), volver(context)])


def _section(context: Context, commitment: Compromiso, cual: str) -> str:
    """Return one part as the plan words it."""
    t = context.t
    match cual:
        case "problema":
            said = f"{t('*El problema, según el plan*')}\n«{excerpt(commitment.problema, 600)}»"
        case "cambia":
            changes = "\n".join(f"• {excerpt(text, 420)}" for text in commitment.que_cambiara)
            said = f"{t('*Qué cambiará, según el plan*')}\n{changes}"
        case _:
            said = f"{t('*Cómo se mide*')}\n" + "\n".join(f"• {text}" for text in commitment.indicadores)
    return f"{said}\n{source_line(context, commitment.fuente)}"


def _milestones(context: Context, key: str, commitment: Compromiso) -> Flow:
    """List the milestones with their state; one of them can be read whole. No date is said that nobody published."""
    t = context.t
    lines = "\n".join(
        f"• {_numbered(context, h)}. {excerpt(h.nombre, 110)}: _{t(ESTADOS[h.estado])}_" for h in commitment.hitos
    )
    yield f"{t('*Hitos del compromiso*')}\n{lines}\n{_dates_note(context, commitment)}"
    rows = [row(h.id, _numbered(context, h), h.nombre) for h in commitment.hitos]
    elegido = yield from pick(context, key, t("¿Cuál quieres leer completo?"), rows)
    if elegido != VOLVER:
        yield milestone(context, next(h for h in commitment.hitos if h.id == elegido))
    return None


def _numbered(context: Context, hito: Hito) -> str:
    # Milestones are numbered within their commitment; commitments themselves are only ever named.
    return context.t("Hito {numero}").format(numero=hito.num)


def _dates_note(context: Context, commitment: Compromiso) -> str:
    if any(h.fecha for h in commitment.hitos):
        return ""
    return context.t("El plan no trae fechas para estos hitos.")


def milestone(context: Context, hito: Hito) -> str:
    """Return one milestone: what it delivers, who answers for it, its state and its date if there is one."""
    t = context.t
    date_ = t("Fecha: {dia}.").format(dia=hito.fecha.strftime("%d/%m/%Y")) if hito.fecha else t("Fecha: sin publicar.")
    return "\n".join(
        (
            f"*{excerpt(hito.nombre, 200)}*",
            t("Entrega: «{que}»").format(que=excerpt(hito.entregable, 420)),
            t("Responde: {quien}.").format(quien=hito.responsable),
            t("Estado: {estado}.").format(estado=t(ESTADOS[hito.estado])),
            date_,
            source_line(context, hito.fuente),
        )
    )


def _facts(context: Context, tema: str) -> str:
    """Return the facts of a theme, each as published."""
    t = context.t
    known = {dato.id: dato for dato in context.catalogo.datos}
    facts = [known[id_] for id_ in _DATOS[tema] if id_ in known]
    if not facts:
        return t("No tengo eso publicado todavía.")
    title = next(t(title) for id_, title, _ in _TEMAS if id_ == tema)
    lines = "\n".join(f"• {_fact(dato)}" for dato in facts)
    return "\n".join(
        filter(None, (f"*{title}*", lines, _meetings(context, tema), source_line(context, facts[0].fuente)))
    )


def _fact(dato: DatoPublico) -> str:
    said = dato.texto.removeprefix(_PREFIX)
    return excerpt(_NUMBERED.sub("", said), 230)


def _meetings(context: Context, tema: str) -> str:
    """Return the announced meetings still to come, or that none is announced."""
    if tema != "participar":
        return ""
    coming = [e for e in context.catalogo.encuentros if e.fecha is not None and e.fecha >= context.hoy]
    if not coming:
        return context.t("No tengo fechas de encuentros publicadas. Pregunta en tu alcaldía local.")
    lines = (f"• {e.fecha:%d/%m/%Y} {e.hora or ''}: {e.nombre}, {e.lugar}" for e in coming[:5])
    return "\n".join((context.t("Próximos encuentros:"), *lines))
