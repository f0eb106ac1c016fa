"""The one file of the web chat: its parts in order, without comments, with the entity's name, colours and words in it."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib import resources

from bot.look import declared, look
from bot.services import Services
from bot.widget.textos import in_both

# In the order in which they are read; each uses only what stands above it, or is called later.
PARTS = ("base.js", "marcas.js", "memoria.js", "red.js", "archivos.js", "vista.js", "elemento.js")


@dataclass(frozen=True, slots=True)
class Script:
    """The file, and a name for what it says."""

    text: str
    version: str


def script_in_force(services: Services) -> Script:
    """Return the script for the entity in force. It changes with its file and with a release, and is made once for each."""
    entidad = look(services).entidad
    house = {
        "nombre": entidad.nombre_corto if entidad else "",
        "asistente": entidad.asistente if entidad else "Catalina",
        "url": services.settings.public_url,
        "textos": in_both(services.traducir),
        "estilo": _style() + f":host{{{declared(entidad.colores if entidad else {})}}}",
    }
    return _made(json.dumps(house, ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=4)
def _made(house: str) -> Script:
    parts = "\n".join(_bare(_source(name)) for name in PARTS)
    text = f'if(!customElements.get("catalina-chat"))((house)=>{{"use strict";\n{parts}\n}})({house});\n'
    return Script(text, blake2b(text.encode(), digest_size=8).hexdigest())


@lru_cache(maxsize=1)
def _style() -> str:
    """Return the style sheet without comments and spaces."""
    text = re.sub(r"/\*.*?\*/|\n", "", _source("estilo.css"), flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*|(?<=:)\s+|(?<=,)\s+|(\s)\s+", r"\1\2", text).replace(";}", "}")


def _bare(source: str) -> str:
    """Return a part without whole-line comments and indentation. No text of ours goes over several lines."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _source(name: str) -> str:
    return (resources.files("bot") / "widget" / "fuente" / name).read_text(encoding="utf-8")
