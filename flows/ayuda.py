"""How to talk with Catalina, and in which language."""

import re
from collections.abc import Mapping

from flows.answers import Choice
from flows.context import Context
from flows.effects import CambiarIdioma
from flows.engine import Ask, Do, Flow, Go
from flows.messages import Option
from flows.understanding.language import language
from knowledge.folding import fold
from knowledge.values import Idioma

_LANGUAGES: tuple[tuple[Idioma, tuple[str, ...]], ...] = (
    ("en", ("english", "ingles", "inglés")),
    ("es", ("espanol", "spanish", "castellano")),
)

# «I don't speak Spanish» names the language that is of no use.
_UNSPOKEN = re.compile(
    r"\b(?:no (?:hablo|habla|entiendo|entiende|se)(?: nada de| el| en)?|no|(?:don t|do not|can t|not|doesn t) (?:speak|understand|read)(?: any)?) "
    r"(?:espanol|spanish|castellano|ingles|english)\b"
)


def ayuda(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Show three examples and the words that work everywhere."""
    t = context.t
    yield t("Escríbeme como le escribirías a una persona. No importan las tildes ni los errores.")
    yield t(
        "Por ejemplo:\n"
        "• ¿Qué papeles piden para el certificado de residencia?\n"
        "• ¿Cómo va mi solicitud?\n"
        "• Quiero denunciar un cobro indebido"
    )
    yield t(
        "Palabras que sirven siempre:\n"
        "*menú*: ver todo lo que hago\n"
        "*atrás*: cambiar tu respuesta anterior\n"
        "*cancelar*: dejar lo que haces\n"
        "*salir*: guardar y seguir otro día\n"
        "*funcionario*: hablar con una persona\n"
        "*idioma*: español o inglés"
    )
    return None


def idioma(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Change the language, at once when the words already say which."""
    elegido = named_language(inicio.get("texto", ""))
    if elegido is None:
        elegido = yield Ask(
            "idioma",
            "¿En qué idioma quieres que hablemos?\nWhich language do you prefer?",
            Choice((Option("es", "Español"), Option("en", "English"))),
        )
    yield Do("cambio", CambiarIdioma("en" if elegido == "en" else "es"))
    # The next replay already speaks the language that was chosen.
    if inicio.get("tramite"):
        yield context.t("Listo. Desde ahora te hablo en español.")
        return Go("tramites", {key: inicio[key] for key in ("tramite", "seccion") if inicio.get(key)})
    yield context.t("Listo. Desde ahora te hablo en español. ¿En qué te ayudo? Escribe *menú* para ver las opciones.")
    return None


def named_language(text: str) -> Idioma | None:
    """Return the language that a text asks for by its name, or None when it names none or both."""
    words = set(_UNSPOKEN.sub(" ", fold(text)).split())
    named = [known for known, names in _LANGUAGES if words & set(names)]
    if not named and _UNSPOKEN.search(fold(text)) and language(fold(text)) == "en":
        return "en"
    return named[0] if len(named) == 1 else None
