"""Cooperation: the city's projects by theme, office, cooperating body and ODS, its networks and its Oficina."""

from collections.abc import Callable, Mapping, Sequence

from flows.answers import N_, Choice, Text
from flows.context import Context
from flows.cooperacion_fichas import SECCIONES, ficha, oficina, redes, seccion
from flows.directorio import directorio
from flows.engine import Ask, Flow, Go
from flows.hallar import asked, bag, ranked
from flows.messages import Option
from flows.paginas import VOLVER, fitted, named_rows, pick, volver
from knowledge.values import Proyecto

ROUNDS = 8
SURE = 0.75  # so much of what was asked is in the project: show it, do not ask first
_GENERIC = (
    "proyecto proyectos programa cooperacion internacional cooperante cooperantes cartagena ciudad project projects"
)
_MENU = (
    ("linea", N_("Proyectos por tema"), N_("Las líneas del plan de desarrollo")),
    ("entidad", N_("Por oficina"), N_("La oficina de la ciudad que participa")),
    ("cooperante", N_("Por cooperante"), N_("Quién apoya el proyecto")),
    ("ods", N_("Por ODS"), N_("Objetivos de Desarrollo Sostenible")),
    ("nombre", N_("Buscar por nombre"), N_("Escribe una palabra del proyecto")),
    ("redes", N_("Redes de ciudades"), N_("Donde participa Cartagena")),
    ("directorio", N_("Directorio"), N_("Entidades que cooperan con la ciudad")),
    ("oficina", N_("La Oficina"), N_("Qué hace y cómo te ayuda")),
    ("menu", N_("Ir al menú"), N_("Todo lo demás que hago")),
)
# How the projects are grouped: every group that a project belongs to, as it is written in the source.
_GROUPS: Mapping[str, Callable[[Proyecto], Sequence[str]]] = {
    "linea": lambda p: (p.linea,),
    "entidad": lambda p: p.entidades,
    "cooperante": lambda p: p.cooperantes,
    "ods": lambda p: tuple(f"ODS {n}" for n in p.ods),
}


def cooperacion(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Show the project that the words name, else the ways to look for one."""
    found = matching(context, inicio.get("texto", ""))
    if found:
        yield from _browse(context, "hallado", found)
    else:
        yield context.t("Tengo {n} proyectos de cooperación de Cartagena, publicados en 2025.").format(
            n=len(context.catalogo.proyectos)
        )
    for number in range(ROUNDS):
        elegida = yield Ask(f"ver.{number}", context.t("¿Qué quieres ver de cooperación?"), _menu(context))
        if elegida == "menu":
            return Go("menu")
        yield from _show(context, elegida, number)
    return Go("cooperacion")


def matching(context: Context, texto: str) -> list[Proyecto]:
    """Return the projects that some words name: only the sure ones when there are any."""
    projects = context.catalogo.proyectos
    hits = ranked(asked(texto, _GENERIC), [_bag(p) for p in projects])
    sure = [hit for hit in hits if hit[1] >= SURE]
    return [projects[n] for n, _ in sure or hits]


def _bag(project: Proyecto) -> frozenset[str]:
    return bag(project.nombre, project.descripcion, *project.cooperantes, *project.entidades)


def _menu(context: Context) -> Choice:
    return fitted([Option(i, context.t(title), context.t(what)) for i, title, what in _MENU])


def _show(context: Context, elegida: str, number: int) -> Flow:
    match elegida:
        case "redes":
            yield redes(context)
        case "oficina":
            yield oficina(context)
        case "directorio":
            yield from directorio(context, f"directorio.{number}")
        case "nombre":
            yield from _search(context, number)
        case _:
            yield from _group(context, elegida, number)
    return None


def _search(context: Context, number: int) -> Flow:
    question = context.t("Escribe una palabra del proyecto: un nombre, un barrio o un tema.")
    found = matching(context, (yield Ask(f"nombre.{number}", question, Text(min_chars=2, max_chars=120))))
    if found:
        yield from _browse(context, f"nombrado.{number}", found)
    else:
        yield context.t("No tengo un proyecto con esas palabras en el boletín de 2025.")
    return None


def _group(context: Context, by: str, number: int) -> Flow:
    """Choose a group, then one of its projects."""
    members = _GROUPS[by]
    groups = sorted({group for project in context.catalogo.proyectos for group in members(project)}, key=_natural)
    rows = named_rows({str(n): _unnumbered(group) for n, group in enumerate(groups)})
    yield _group_note(context, by)
    elegido = yield from pick(context, f"{by}.{number}", context.t("¿Cuál te interesa?"), rows)
    if elegido != VOLVER:
        group = groups[int(elegido)]
        yield from _browse(
            context, f"{by}.lista.{number}", [p for p in context.catalogo.proyectos if group in members(p)]
        )
    return None


def _group_note(context: Context, by: str) -> str:
    if by == "ods":
        return context.t(
            "ODS son los Objetivos de Desarrollo Sostenible de la ONU. Pocos proyectos los dicen en la fuente."
        )
    return ""


def _natural(group: str) -> tuple[int, str]:
    digits = "".join(c for c in group if c.isdigit())
    return (int(digits) if digits and len(digits) < 3 else 99, group)


def _unnumbered(group: str) -> str:
    # A list row has its own number: «3. 2. Vida Digna» would be read as something else.
    return group.partition(". ")[2] if group[:1].isdigit() else group


def _browse(context: Context, key: str, projects: Sequence[Proyecto]) -> Flow:
    if len(projects) == 1:
        yield from _project(context, key, projects[0])
        return None
    rows = named_rows({p.id: p.nombre for p in projects})
    elegido = yield from pick(context, f"{key}.cual", context.t("¿Qué proyecto quieres ver?"), rows)
    if elegido != VOLVER:
        yield from _project(context, key, next(p for p in projects if p.id == elegido))
    return None


def _project(context: Context, key: str, project: Proyecto) -> Flow:
    """Show a project and, one by one, what else the source tells of it."""
    yield ficha(context, project)
    for number in range(len(SECCIONES) + 1):
        elegida = yield Ask(f"{key}.seccion.{number}", context.t("¿Quieres saber más?"), _secciones(context))
        if elegida == VOLVER:
            return None
        yield seccion(context, project, elegida)
    return None


def _secciones(context: Context) -> Choice:
    return fitted([*(Option(i, context.t(title)) for i, title in SECCIONES.items()), volver(context)])
