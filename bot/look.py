"""What every page shares: the style sheet in the entity's colours, its name, and how texts become HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources

from markupsafe import Markup

from bot.marks import to_html
from bot.services import Services
from knowledge.db import Unavailable
from knowledge.values import Entidad


@dataclass(frozen=True, slots=True)
class Look:
    """What a page needs to look like the entity's own. `entidad` is None while the database has never answered."""

    entidad: Entidad | None
    css_version: str

    @property
    def entity_name(self) -> str:
        """Return the short name of the entity, or nothing while it is unknown."""
        return self.entidad.nombre_corto if self.entidad else ""

    @property
    def assistant(self) -> str:
        """Return what the assistant is called."""
        return self.entidad.asistente if self.entidad else "Catalina"

    @staticmethod
    def html(text: str) -> Markup:
        """Return a text with WhatsApp's marks as safe HTML."""
        return to_html(text)


def look(services: Services) -> Look:
    """Return the look of the entity in force."""
    entidad = _entidad(services)
    return Look(entidad, blake2b(stylesheet(entidad).encode(), digest_size=6).hexdigest())


def stylesheet(entidad: Entidad | None) -> str:
    """Return the one style sheet of all pages, with the entity's colours in place of the default ones."""
    return _base() + _root(entidad.colores if entidad else {})


def stylesheet_in_force(services: Services) -> str:
    """Return the style sheet for the entity in force."""
    return stylesheet(_entidad(services))


def _entidad(services: Services) -> Entidad | None:
    try:
        return services.current.get().catalogo.entidad
    except Unavailable:
        return None  # a page about the outage must not fail for the same outage


def declared(colores: Mapping[str, str]) -> str:
    """Return the entity's colours as declarations of CSS variables."""
    names = sorted(name for name, value in colores.items() if _is_colour(value) and name.replace("_", "").isalpha())
    return "".join(f"--{name.replace('_', '-')}:{colores[name]};" for name in names)


def _root(colores: Mapping[str, str]) -> str:
    declarations = declared(colores)
    return f":root{{{declarations}}}" if declarations else ""


def _is_colour(value: str) -> bool:
    """Only #rrggbb: an entity file that says more could write rules of its own."""
    return len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:])


@cache
def _base() -> str:
    return (resources.files("bot") / "public" / "static" / "catalina.css").read_text(encoding="utf-8")
