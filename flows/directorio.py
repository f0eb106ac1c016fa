"""The directory of bodies that cooperate with the city, «para el servicio de toda la ciudadanía» (RC-75)."""

from collections.abc import Sequence

from flows.answers import Text
from flows.context import Context
from flows.engine import Ask, Flow
from flows.fuentes import source_line
from flows.hallar import asked, bag, ranked
from flows.messages import Option
from flows.paginas import VOLVER, fitted, named_rows, pick, volver
from knowledge.values import Proyecto


def directorio(context: Context, key: str) -> Flow:
    """Look a body up by name, or leaf through all of them."""
    t = context.t
    yield t(
        "Estas son entidades que apoyan proyectos de la ciudad, según el boletín de 2025. No hay teléfonos publicados."
    )
    ways = fitted((Option("buscar", t("Buscar por nombre")), Option("todas", t("Ver todas")), volver(context)))
    way = yield Ask(f"{key}.como", t("¿Cómo quieres buscar?"), ways)
    if way == VOLVER:
        return None
    names = bodies(context.catalogo.proyectos)
    if way == "buscar":
        words = yield Ask(
            f"{key}.nombre", t("Escribe el nombre o la sigla de la entidad."), Text(min_chars=2, max_chars=80)
        )
        names = [names[n] for n, _ in ranked(asked(words), [bag(name) for name in names])]
    if not names:
        yield t("No tengo una entidad con ese nombre en el directorio.")
        return None
    yield from _choose(context, key, names)
    return None


def bodies(projects: Sequence[Proyecto]) -> list[str]:
    """Return every cooperating body, as the source writes it, by name."""
    return sorted({body for project in projects for body in project.cooperantes}, key=str.casefold)


def _choose(context: Context, key: str, names: Sequence[str]) -> Flow:
    chosen = names[0]
    if len(names) > 1:
        rows = named_rows({name: name for name in names})
        chosen = yield from pick(context, f"{key}.cual", context.t("¿Cuál te interesa?"), rows)
    if chosen != VOLVER:
        yield _card(context, chosen)
    return None


def _card(context: Context, body: str) -> str:
    mine = [p for p in context.catalogo.proyectos if body in p.cooperantes]
    projects = "\n".join(f"• {p.nombre}" for p in mine)
    said = context.t("Proyectos que apoya en Cartagena:")
    return f"*{body}*\n{said}\n{projects}\n{source_line(context, mine[0].fuente)}"
