"""How a project, a network and the Oficina are said. Quoted words are the source's; what is only hoped for says so."""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context
from flows.fuentes import source_line
from flows.paginas import excerpt
from knowledge.values import Organizacion, Proyecto

SECCIONES: Mapping[str, str] = {
    "busca": N_("Qué busca"),
    "avance": N_("Cómo va"),
}
_CITY = "Cartagena"


def ficha(context: Context, project: Proyecto) -> str:
    """Return who, what and how far, in one screen."""
    t = context.t
    lines = [f"*{project.nombre}*", t("Tema: {linea}.").format(linea=project.linea.partition(". ")[2] or project.linea)]
    if project.cooperantes:
        lines.append(t("Apoya: {quienes}.").format(quienes=", ".join(project.cooperantes)))
    if project.entidades:
        lines.append(t("Por la ciudad: {quienes}.").format(quienes=", ".join(project.entidades)))
    if project.ods:
        lines.append(t("ODS (Objetivos de Desarrollo Sostenible): {ods}.").format(ods=", ".join(map(str, project.ods))))
    lines += [excerpt(project.descripcion, 330), progress(context, project), source_line(context, project.fuente)]
    return "\n".join(lines)


def progress(context: Context, project: Proyecto) -> str:
    """Return the percentage as published, or that none was."""
    if project.avance_pct is None:
        return context.t("La fuente no da porcentaje de avance.")
    return context.t("Avance publicado: {pct} %.").format(pct=project.avance_pct)


def seccion(context: Context, project: Proyecto, cual: str) -> str:
    """Return one part of a project as the source words it."""
    return _busca(context, project) if cual == "busca" else _avance(context, project)


def _busca(context: Context, project: Proyecto) -> str:
    parts = [context.t("*Qué busca*"), f"«{excerpt(project.objetivo, 400)}»"]
    if project.meta:
        parts += [context.t("*Meta del plan*"), f"«{excerpt(project.meta, 300)}»"]
    return "\n".join((*parts, source_line(context, project.fuente)))


def _avance(context: Context, project: Proyecto) -> str:
    """Return how it goes. A purpose that the source words as a result is called what it is."""
    parts = [context.t("*Cómo va*"), progress(context, project)]
    if project.avance:
        parts.append(f"«{excerpt(project.avance, 330)}»")
    if project.resultado:
        expected = context.t("*Resultado esperado* (todavía no logrado)")
        parts += [
            expected if project.resultado_es_esperado else context.t("*Resultado*"),
            f"«{excerpt(project.resultado, 300)}»",
        ]
    if project.notas:
        parts.append(context.t("Ojo: {nota}").format(nota=project.notas))
    return "\n".join((*parts, source_line(context, project.fuente)))


def redes(context: Context) -> str:
    """Return the networks in which this city takes part; another city's are never among them."""
    own = [o for o in context.catalogo.organizaciones if o.ciudad == _CITY and o.tipo == "red"]
    lines = "\n".join(f"• {name(o)}" for o in own)
    said = context.t("*Redes donde participa {ciudad}*").format(ciudad=_CITY)
    note = context.t("La fuente no dice en cuáles entró en 2025 y en cuáles ya estaba.")
    return f"{said}\n{lines}\n{note}\n{source_line(context, own[0].fuente) if own else ''}".strip()


def name(organizacion: Organizacion) -> str:
    """Return the name of an organisation with its acronym, once."""
    sigla = organizacion.sigla
    return f"{organizacion.nombre} ({sigla})" if sigla and sigla not in organizacion.nombre else organizacion.nombre


def oficina(context: Context) -> str:
    """Return what the Oficina does and how to reach it, as far as anything was published."""
    servicio = context.catalogo.servicio_convocatorias
    t = context.t
    return "\n".join(
        (
            f"*{servicio.oficina}*",
            t("Consigue alianzas, recursos y proyectos con entidades de otros países y del país."),
            servicio.periodicidad,
            servicio.acompanamiento,
            t("Escribe *convocatorias* para ver cómo aplicar."),
            source_line(context, servicio.fuente),
        )
    )
