"""What the router sees of a text: its words and the pieces of each word.

The same functions are handed to the training (`knowledge.search.train`), so that both sides can never disagree.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flows.understanding.text import fold, normalise


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They say little of the topic, yet not nothing («para» parks, «no» opposes): a lower weight beats removing them.
STOP_WORDS = _set(
    """
    a al algo asi aqui ahi alla ante aun bien cada como con cual cuales de del desde donde e el ella ellos en
    entre era es esa ese eso esta estan estar este esto estoy fue ha haber hace hacer hago han hasta hay he la las
    le les lo los mas me mi mio mis mucho muy nos o otra otro para pero por porque pues que quien se sea ser si
    sin sobre son soy su sus tal te tengo tiene tienen todo todos tu un una uno unos unas va van vas ver voy y ya
    yo the of to for my is in on i you do does can a an it me and or this that how what where when
    """
)
# The frame of a request: asking words, courtesy, greeting. Dropped only to compare a whole message with an alias.
FRAME_WORDS = STOP_WORDS | _set(
    """
    quiero quisiera necesito deseo busco saber informacion info ayuda ayudame ayudeme ayudarme favor gracias hola
    buenas buenos dias tardes noches buen dia puedo puede pueden podria podrian poder quien dime digame cuenteme
    explicame explique decir decirme seno amigo amiga senor senora mija mijo catalina alcaldia cartagena distrito
    duda pregunta consulta consultar preguntar averiguar sacar sacarle solicitar pedir tramitar obtener conseguir
    realizar tramite vuelta diligencia acerca respecto tema please want need would like get know about hello hi
    thanks
    """
)
_SECTION_WORDS = _set(
    """
    cuanto vale cuesta cobran costo precio tarifa gratis papeles papel documentos requisitos requisito piden
    exigen llevar llevo queda oficina direccion horario hora atienden demora tarda dias tiempo pasos procedimiento
    linea internet pagina online link sirve significa consiste norma ley documentacion toca debo hacen saca saco
    pido solicito tramito obtengo consigo cost price much documents requirements
    """
)
# Small words that change a request («sin decir quién soy», «otra»): an alias with them is another alias.
_TURNING = _set("sin quien decir no algo otra otro")
STOP_WEIGHT = 0.6
_SUFFIXES = ("amente", "aciones", "acion", "iciones", "icion", "ciones", "cion", "siones", "sion", "mente", "idades", "idad", "ados", "adas", "idos", "idas", "ando", "iendo", "ado", "ada", "ido", "ida", "ar", "er", "ir", "es", "os", "as", "o", "a", "e", "s")  # fmt: skip


def words(text: str) -> list[str]:
    """Return the words of a text as the router reads them."""
    return normalise(text).split()


def stem(word: str) -> str:
    """Return a light stem: one ending off, never below four letters. The pieces of the word carry the rest."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def pieces(word: str) -> list[str]:
    """Return the features of one word: its stem («=certific») and what it holds of two to four letters."""
    bounded = f"^{word[:24]}$"
    grams = {bounded[at : at + size] for size in (2, 3, 4) for at in range(len(bounded) - size + 1)}
    return [f"={stem(word)}", *sorted(grams)]


def weight(word: str) -> float:
    """Return how much a word counts."""
    return STOP_WEIGHT if word in STOP_WORDS else 1.0


def content(said: Sequence[str]) -> list[str]:
    """Return the words that may carry a topic."""
    return [word for word in said if word not in FRAME_WORDS]


def key(text: str) -> str:
    """Return what is compared when a whole message equals an alias: its telling words, in order."""
    return key_of(words(text))


def key_of(said: Sequence[str]) -> str:
    """Return the key of words already normalised."""
    return " ".join(_telling(said) or said)


def bare_key_of(said: Sequence[str]) -> str:
    """Return the key without the words that only ask for a section («cuánto vale», «requisitos»)."""
    return " ".join(word for word in _telling(said) if word not in _SECTION_WORDS)


def _telling(said: Sequence[str]) -> list[str]:
    return [word for word in said if word not in FRAME_WORDS or word in _TURNING]


def signals(scores: NDArray[np.float32], outside: NDArray[np.bool_], known: float, telling: int) -> NDArray[np.float64]:
    """Return what the calibration looks at: best score, its lead, its lead over «outside», share of known words, length."""
    inside = np.where(outside, -9.0, scores)
    best, second = np.partition(scores, -2)[-2:][::-1]
    return np.array(
        [
            best,
            best - second,
            float(inside.max()) - float(scores[outside].max(initial=-2.0)),
            known,
            min(telling, 8) / 8.0,
        ],
        dtype=np.float64,
    )


def folded_name(name: str) -> str:
    """Return a proper name as places and offices are looked up."""
    return fold(name)
