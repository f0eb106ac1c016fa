"""Messages that are commands as a whole: opt-out words, global words, yes and no."""

from flows.understanding.text import clean, normalise

# Only these, alone: losing a message that merely mentions «baja» is worse than asking again.
_OPT_OUT = frozenset({"stop", "baja", "alto", "stop all", "stopall", "unsubscribe"})

_GLOBAL: dict[str, frozenset[str]] = {
    "menu": frozenset({
        "menu", "menu principal", "inicio", "opciones", "volver al menu", "ir al menu", "ver menu", "ver el menu", "el menu",
        "muestrame el menu", "main menu", "home", "options", "the menu", "show menu", "show me the menu", "volver al inicio",
    }),
    "cancelar": frozenset({"cancelar", "cancela", "cancelalo", "cancel", "cancel it", "cancelar todo", "cancelar esto"}),
    "atras": frozenset({"atras", "volver", "regresar", "devolver", "devolverme", "paso anterior", "anterior", "back", "go back"}),
    "salir": frozenset({"salir", "salirme", "exit", "quit", "terminar", "cerrar chat", "quiero salir"}),
    "funcionario": frozenset({
        "funcionario", "un funcionario", "funcionaria", "asesor", "un asesor", "asesora", "humano", "persona", "una persona",
        "agente", "operador", "hablar con alguien", "hablar con un funcionario", "hablar con una persona", "hablar con un asesor",
        "hablar con un humano", "quiero hablar con alguien", "quiero hablar con una persona", "quiero hablar con un asesor",
        "quiero hablar con un funcionario", "human", "agent", "talk to a person", "talk to someone", "a person", "real person",
    }),
    "idioma": frozenset({"idioma", "language", "cambiar idioma", "cambiar de idioma", "change language", "lenguaje"}),
    "mis_datos": frozenset({"mis datos", "mis datos personales", "my data", "my personal data", "borrar mis datos"}),
    "error_dato": frozenset({"error", "un error", "hay un error", "dato errado", "dato malo", "ese dato esta mal", "wrong", "mistake"}),
    "ayuda": frozenset({"ayuda", "ayudame", "ayudeme", "necesito ayuda", "help", "help me", "i need help", "una ayuda", "ayuda con esto"}),
}  # fmt: skip
_GLOBAL_BY_TEXT = {text: word for word, texts in _GLOBAL.items() for text in texts}
_EMOJI = {
    "🏠": "menu",
    "🔙": "atras",
    "⬅": "atras",
    "❓": "ayuda",
    "❔": "ayuda",
    "🆘": "ayuda",
    "?": "ayuda",
    "¿?": "ayuda",
    "??": "ayuda",
}

_YES = frozenset({
    "si", "sip", "sisas", "sisa", "sizas", "claro", "claro que si", "dale", "ok", "okey", "okay", "listo", "de una", "hagale",
    "bueno", "vale", "vale pues", "correcto", "exacto", "asi es", "por supuesto", "desde luego", "afirmativo", "si claro",
    "si senor", "si senora", "si quiero", "si acepto", "acepto", "de acuerdo", "estoy de acuerdo", "si si", "eso", "eso es", "si dale",
    "si esta bien", "esta bien", "si correcto", "obvio", "si eso es", "si asi es", "me parece", "perfecto", "seguro", "va",
    "yes", "yeah", "yep", "yup", "sure", "of course", "y", "s", "correct", "i agree", "i accept", "fine", "yes sir", "yes i do", "si todo bien",
})  # fmt: skip
_NO = frozenset({
    "no", "nop", "nope", "nel", "nada", "nones", "nanay", "negativo", "para nada", "todavia no", "aun no", "claro que no", "no no",
    "no senor", "no senora", "no quiero", "no acepto", "n", "de ninguna manera", "nunca", "jamas", "mejor no", "no gracias nada mas",
    "nada mas", "no mas", "nada que ver", "no es", "no es asi", "incorrecto", "no esta bien", "ninguno", "ninguna", "no estoy de acuerdo",
    "no deseo", "not now", "not really", "no way", "never", "no i dont", "no i don t", "no todavia", "por ahora no", "ahora no",
})  # fmt: skip
_HEARD = frozenset({
    "ok", "okey", "okay", "listo", "vale", "vale pues", "bueno", "esta bien", "perfecto", "de acuerdo", "fine", "correcto", "eso es",
})  # fmt: skip
_YES_EMOJI = frozenset("👍✅👌☑✔🆗💯")
_NO_EMOJI = frozenset("👎❌🙅🚫✖")

_COURTESY_START = (
    "hola ",
    "buenos dias ",
    "buenas tardes ",
    "buenas noches ",
    "buenas ",
    "buen dia ",
    "por favor ",
    "hello ",
    "hi ",
    "please ",
)
_COURTESY_END = (
    " por favor", " muchas gracias", " gracias", " please", " thank you", " thanks", " mi amor", " mija", " seno", " amigo", " amiga",
    " catalina", " pues", " dios la bendiga", " mi vida",
)  # fmt: skip


def opt_out(text: str) -> bool:
    """Tell whether the whole message is one of the words that end every notice («STOP», «Baja», «ALTO.»)."""
    return len(text) <= 40 and normalise(text) in _OPT_OUT


def global_word(text: str) -> str | None:
    """Return the one word that works everywhere (menu, cancelar, atras, salir, funcionario…) when the whole message says it."""
    if len(text) > 80:
        return None
    said = without_courtesy(normalise(text))
    return _GLOBAL_BY_TEXT.get(said) or _EMOJI.get(clean(text))


def yes_no(text: str) -> bool | None:
    """Return True, False or None. «ajá» is None: on the coast it only keeps the talk going."""
    if len(text) > 60:
        return None
    folded = normalise(text)
    if not folded:
        return _emoji_answer(clean(text))
    said = folded if folded in _YES or folded in _NO else without_courtesy(folded)
    return True if said in _YES else False if said in _NO else None


def acknowledges(text: str) -> bool:
    """Tell «ok», «listo» or 👍 from a «sí»: what was said is heard, nothing more is wanted."""
    folded = without_courtesy(normalise(text))
    return folded in _HEARD or not folded


def _emoji_answer(text: str) -> bool | None:
    yes = any(char in _YES_EMOJI for char in text)
    no = any(char in _NO_EMOJI for char in text)
    return None if yes == no else yes


def without_courtesy(said: str) -> str:
    """Return a normalised message without the greeting before it and the thanks after it."""
    for start in _COURTESY_START:
        said = said.removeprefix(start)
    for _ in range(2):
        for end in _COURTESY_END:
            said = said.removesuffix(end)
    return said
