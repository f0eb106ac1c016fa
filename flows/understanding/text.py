"""Text made comparable: bounded first, folded after, so that no later step can be made slow by a hostile message."""

import re
import unicodedata
from functools import lru_cache

MAX_CHARS = 1_000
MAX_WORDS = 120

# Zero-width, bidi, variation selectors and the keycap: invisible, yet they would split a word or a digit.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3]"
)
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DROPPED_D = re.compile(r"([a-z]{3,})ao(s?)$")

# How people abbreviate when they type on a phone; whole words only. Source: vocabulario.json, «abreviatura o error».
ABBREVIATIONS: dict[str, str] = {
    "q": "que", "k": "que", "ke": "que", "qe": "que",
    "xq": "por que", "pq": "por que", "xk": "por que", "porq": "por que", "xke": "por que",
    "x": "por", "xfa": "por favor", "xfavor": "por favor", "porfa": "por favor", "porfis": "por favor",
    "plis": "por favor", "porfavor": "por favor", "pf": "por favor",
    "pa": "para", "pal": "para el", "pra": "para", "tb": "tambien", "tbn": "tambien", "tmb": "tambien",
    "aki": "aqui", "bn": "bien", "bnn": "bien", "salu2": "saludos", "slds": "saludos",
    "msj": "mensaje", "msg": "mensaje", "grax": "gracias", "grcs": "gracias", "gcs": "gracias",
    "bndias": "buenos dias", "bnos": "buenos", "bns": "buenas", "wenas": "buenas", "wena": "buenas",
    "kiero": "quiero", "kero": "quiero", "qiero": "quiero", "nesecito": "necesito", "nececito": "necesito",
    "nesesito": "necesito", "nsito": "necesito", "nesito": "necesito", "aser": "hacer", "acer": "hacer",
    "haser": "hacer", "saver": "saber", "orario": "horario", "sita": "cita", "alluda": "ayuda", "keda": "queda",
    "ai": "hay", "quanto": "cuanto", "kuanto": "cuanto", "cto": "cuanto", "kuando": "cuando", "komo": "como", "kual": "cual", "certi": "certificado", "certif": "certificado",
    "na": "nada", "ta": "esta", "toy": "estoy", "cel": "celular", "celu": "celular",
    "u": "you", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks",
}  # fmt: skip


def clean(text: str) -> str:
    """Return the text as shown, bounded: composed, without invisible characters, at most MAX_CHARS and MAX_WORDS."""
    composed = unicodedata.normalize("NFKC", text[: MAX_CHARS + 200])  # one sign may open into eighteen letters
    seen = _INVISIBLE.sub("", composed)[:MAX_CHARS]
    words = seen.split()
    return seen.strip() if len(words) <= MAX_WORDS else " ".join(words[:MAX_WORDS])


def fold(text: str) -> str:
    """Return lower-case ASCII words; n for ñ. For matching only, never for showing."""
    letters = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return _NOT_WORD.sub(" ", letters).strip()


@lru_cache(maxsize=4)  # one message is asked of several rules in a row
def normalise(text: str) -> str:
    """Return the text folded for matching, abbreviations opened, bounded to MAX_CHARS and MAX_WORDS.

    What is normal stays as it is: `normalise(normalise(text)) == normalise(text)`.
    """
    folded = _STRETCHED.sub(r"\1", fold(clean(text)))
    return _bounded(" ".join(_plain_word(word) for word in folded.split()).split())


def _bounded(words: list[str]) -> str:
    # Opening makes a text longer. It is cut between words: half of one would be read as another.
    text = " ".join(words[:MAX_WORDS])
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS + 1].rpartition(" ")[0] or text[:MAX_CHARS]


def _plain_word(word: str) -> str:
    opened = ABBREVIATIONS.get(word)
    if opened:
        return opened
    return _DROPPED_D.sub(r"\1ado\2", word) if "ao" in word else word


def sounds(word: str) -> str:
    """Return how a folded word sounds on the coast: b/v, s/c/z, silent h, ll/y, qu/k and g/j agree. «rr» is kept."""
    for spelled, sound in _SPELLINGS:
        word = word.replace(spelled, sound)
    return _DOUBLED.sub(r"\1", word.translate(_LETTERS)).replace("1", "ch")


_SPELLINGS = (
    ("ch", "1"), ("h", ""), ("qu", "k"), ("ll", "y"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"), ("mp", "np"), ("mb", "nb"),
)  # fmt: skip
_LETTERS = str.maketrans("cqvzx", "kkbss")
_DOUBLED = re.compile(r"([^r])\1+")
