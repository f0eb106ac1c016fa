"""Build a public fact: said whole, with its city, its period, its warning and its source."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from knowledge.importers.fuentes.organizacion import slug

Record = dict[str, Any]

CARTAGENA = "Cartagena"
BOGOTA = "Bogotá"
EMPTY_WORDS = frozenset(
    [
        "a",
        "al",
        "ante",
        "con",
        "de",
        "del",
        "desde",
        "donde",
        "el",
        "en",
        "entre",
        "es",
        "esa",
        "ese",
        "esta",
        "este",
        "fue",
        "ha",
        "hay",
        "la",
        "las",
        "lo",
        "los",
        "mas",
        "no",
        "o",
        "para",
        "por",
        "que",
        "se",
        "segun",
        "ser",
        "si",
        "sin",
        "sobre",
        "son",
        "su",
        "sus",
        "un",
        "una",
        "y",
        "ya",
        "como",
    ]
)
SMALL_WORDS = frozenset(["a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "los", "o", "para", "por", "y"])
ACRONYMS = frozenset(
    [
        "ACDI",
        "ACNUR",
        "AFD",
        "AGATA",
        "CAF",
        "CODATU",
        "EPA",
        "FAO",
        "GIZ",
        "ICLEI",
        "IDU",
        "IDT",
        "IMVF",
        "OEI",
        "OIM",
        "ONU",
        "OPS",
        "UE",
        "UITP",
        "UNESCO",
        "UNICEF",
        "USAID",
    ]
)
MOST_WORDS = 24


def dato(city: str, key: str, topic: str, text: str, period: str | None, source: str) -> Record:
    """Return a fact. The overlay may change its text, add a warning or words."""
    prefix = "ctg" if city == CARTAGENA else "bog"
    return {
        "id": f"{prefix}-{key}",
        "ciudad": city,
        "tema": topic,
        "texto": sentence(text),
        "palabras": [],
        "periodo": period,
        "advertencia": None,
        "fuente": source,
    }


def finished(facts: Iterable[Record], overlay: Mapping[str, Any]) -> Iterator[Record]:
    """Apply the overlay and compute the search words of what is left."""
    for fact in facts:
        key = fact["id"]
        if key in overlay["omitir"]:
            continue
        text = overlay["texto"].get(key, fact["texto"])
        warning = overlay["advertencia"].get(key, fact["advertencia"])
        found = [*overlay["palabras"].get(key, []), *words(f"{fact['ciudad']} {fact['tema']} {text}")]
        content = {**fact, "texto": text, "advertencia": warning, "palabras": list(dict.fromkeys(found))}
        yield {"id": key, "confirmado": False, "contenido": content}


def words(text: str) -> list[str]:
    """Return the words that say something, plain and in order, each once."""
    plain = slug(text).split("-")
    telling = [word for word in plain if len(word) > 1 and word not in EMPTY_WORDS]
    return list(dict.fromkeys(telling))[:MOST_WORDS]


def sentence(text: str) -> str:
    """Return a text that begins and ends as a sentence, without doubled spaces."""
    clean = re.sub(r"\s+", " ", text).strip()
    return clean[:1].upper() + clean[1:] + ("" if clean.endswith((".", "?", "!")) else ".")


def calm(name: str) -> str:
    """Return a name printed all in capitals as a name: readers, and screen readers above all, stumble on capitals."""
    if name != name.upper():
        return name
    words = name.split()
    initials = "".join(word[0] for word in words[1:])
    return " ".join(_calm_word(word, initials if order == 0 else "") for order, word in enumerate(words))


def _calm_word(word: str, initials: str) -> str:
    if word.lower() in SMALL_WORDS:
        return word.lower()
    return word if _is_acronym(word, initials) else word.capitalize()


def _is_acronym(word: str, initials: str) -> bool:
    """Say whether a word is made of the initials of those after it, holds a figure or dots, or has no vowel."""
    letters = iter(initials)
    spelled = bool(initials) and len(word) > 2 and all(letter in letters for letter in word)
    return spelled or word in ACRONYMS or bool(re.search(r"\d|\.", word)) or not re.search("[AEIOUÁÉÍÓÚ]", word)


def number(text: str) -> str:
    """Return a number as it is written here: 34.055.833.247,50."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        return text
    whole = f"{value:,.2f}" if value != value.to_integral() else f"{value:,.0f}"
    return whole.translate(str.maketrans(",.", ".,"))


def money(text: str) -> str:
    """Return pesos."""
    return f"${number(text)}"
