"""Emergencies by rule only: heard first on every message, before any session, model or index is read."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from flows.understanding.emergency_words import DANGER, HARMLESS
from flows.understanding.text import MAX_CHARS, MAX_WORDS, normalise, sounds

_DANGER = tuple((kind, re.compile(pattern)) for kind, pattern in DANGER)
_HARMLESS = tuple(re.compile(pattern) for pattern in HARMLESS)

# Words worth reading through a typo. Left out are those one letter away from an everyday word
# («pegando»/«pagando», «marido»/«marino», «matar»/«mitad»): there a typo is not worth a false alarm.
_KEY_WORDS: tuple[str, ...] = (
    "incendio", "incendiando", "ambulancia", "auxilio", "emergencia", "socorro", "golpeando", "matando", "muriendo", "ahogando",
    "quemando", "respirar", "respira", "sangrando", "desmayo", "infarto", "suicidar", "suicidarme", "violaron", "violando",
    "cuchillo", "policia", "atropellaron", "atropello", "robando", "atracando", "disparando", "inundando", "inundo",
    "bomberos", "explosion", "exploto", "accidente", "heridos", "herido", "secuestraron", "secuestrada", "secuestrado", "convulsionando",
    "inconsciente", "desaparecio", "amenazando", "amenazo", "maltrata", "maltratando", "persiguiendo", "balacera", "tiroteo", "apunalaron",
    "derrumbe", "derrumbo", "atrapados", "atrapado", "atrapada", "electrocuto", "matarme", "morirme", "asfixiando", "envenenado",
    "ayudenme", "golpea", "golpeo", "ladrones", "ladron", "asaltando", "pistola", "machete", "estrello", "veneno", "urgente",
    "esposo", "marido", "novio", "vecino", "padrastro", "perdio", "padre", "incendia", "urgencia", "candela", "llamas", "peligro",
)  # fmt: skip
_BY_SOUND = {sounds(word): word for word in _KEY_WORDS}
_KNOWN = frozenset(_KEY_WORDS) | frozenset({
    "mataron", "montando", "llamar", "llamadas", "llamada", "llaman", "policial", "policias", "respiro", "accidentes", "emergencias",
    "auxilios", "bombero", "esposa", "novia", "vecina", "vecinos", "robado", "quedando", "quejando", "ahorrando", "matado", "probando",
    "rodando", "robaron", "golpes", "golpe", "muriendose", "pedido", "perdido", "perdida", "pedio", "moriste", "pedir", "herida", "heridas",
    "heredo", "heredero", "herederos", "marcando", "mirando", "matricula", "cuchilla", "maltrato", "ladrillo", "ladrillos", "tratando",
    "atrasando", "atracado", "esposos", "novios", "incendios", "inunda", "inundacion", "aumentando", "llamo", "llame", "llamen", "amarse",
    "padres", "padrino", "espera", "peligros", "peligrosa", "peligroso", "cancela", "candelas", "canela", "madre", "urgentes", "agente",
    "agencia", "urgencias", "vencida", "vencido", "vecindad", "vecinal", "pariendo", "corriendo", "midiendo", "muerdo", "exploro", "expresion",
    "explosivo", "estrella", "estrellas", "desarrollo", "desarrollaron", "estudiando", "quitando", "casando", "buscando", "cobrando",
    "tomando", "pasando", "pagando", "llegando", "llenando", "lloviendo", "moviendo", "viviendo", "escribiendo", "sacando", "secando",
    "armando", "amando", "mandando", "andando", "negando", "jugando", "cargando", "bajando", "dejando", "trabajando", "atrapa", "padron",
    "respirando", "desmayos", "infartos", "ladronera", "morirse", "matarse", "apagar", "pagar", "pegar", "medio", "predio", "predios",
    "pendiente", "accedente", "ascendente", "pirata", "suicidarse", "suicidio", "suicidas", "marino", "marinos", "esposado", "lluvias", "llaves", "calles", "llantas", "llanos", "remando", "robandose",
})  # fmt: skip
_BY_START = {
    (start, length): tuple(key for key in _KEY_WORDS if key[0] == start and len(key) == length)
    for start, length in {(key[0], len(key)) for key in _KEY_WORDS if len(key) > 5}
}
_CUT = 400  # characters: below it nothing was left out
_DICTATED = {"sta": "esta", "stan": "estan", "toy": "estoy"}
_SHOUTS = re.compile(r"\b(auxilio|socorro|ayuda)(?: \1)+\b")


@lru_cache(maxsize=4)  # the turn asks first, and `decide` again for whoever calls it alone
def emergency(text: str) -> str | None:
    """Return the kind of danger that the text tells of, or None. Reads the start and, when cut, the end."""
    return _danger_in(text) or (_danger_in(_end(text)) if len(text) > _CUT else None)


def _end(text: str) -> str:
    """Return the last words: who dictates a long story often ends it with what hurts."""
    return " ".join(text[-MAX_CHARS:].split()[-MAX_WORDS:])


def _danger_in(text: str) -> str | None:
    heard = _SHOUTS.sub(r"\1", _heard(normalise(text)))
    # Most messages end here: the sayings are only weighed against an alarm.
    return _kind(_without_sayings(heard)) if _kind(heard) else None


def _kind(heard: str) -> str | None:
    return next((kind for kind, pattern in _DANGER if pattern.search(heard)), None)


def _without_sayings(heard: str) -> str:
    for saying in _HARMLESS:
        heard = saying.sub(" ~ ", heard)
    return " ".join(heard.split())


def _heard(normal: str) -> str:
    return " ".join(_key_word(word) for word in normal.split())


@lru_cache(maxsize=4096)  # the same words come again and again
def _key_word(word: str) -> str:
    if word in _DICTATED:
        return _DICTATED[word]
    if len(word) < 5 or word in _KNOWN or word.isdigit():
        return word
    return _BY_SOUND.get(sounds(word)) or _near(word) or word


def _near(word: str) -> str | None:
    """Return the key word one slip away; the first letter is seldom the slip."""
    alike = (key for length in (-1, 0, 1) for key in _BY_START.get((word[0], len(word) + length), ()))
    return next((key for key in alike if OSA.distance(key, word, score_cutoff=1) <= 1), None)
