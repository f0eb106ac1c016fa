"""Find published items by a citizen's words: how much of what was asked is in each item, rare words counting more."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from knowledge.folding import fold

ENOUGH = 0.5  # less than half of what was asked is no answer
_TYPO = 84.0
_TALK = """
a al algo algun alguna alguno ante aqui busco buscar como con conocer contra cual cuales cuando cuanta cuantas cuanto
cuantos dame dar de decir del desde dime donde e el ella en entre era es esa ese eso esta estan este esto favor fue
fueron ha hacer hacia han hasta hay hola informacion info la las le les lo los mas me mi mis muestrame mucho muchos
necesito no nos o para pero por porque puede puedo que quien quienes quiero quisiera saber se ser si sin sobre son su
sus tal tambien te tema temas tengo tiene tienen todo todos tu un una uno unos usted ver y ya
about and any are by can do find for from give have how in information is it many much of on please show some tell that
the there to want was what when where which who with you
"""
_CHAT = frozenset(_TALK.split())


def stem(word: str) -> str:
    """Return the word without its plural. Words under four letters are names and acronyms and stay whole."""
    return re.sub(r"(?<=[^aeiou])es$|s$", "", word) if len(word) > 3 else word


def asked(text: str, but: str = "") -> list[str]:
    """Return the words of a question that say what it is about, without courtesy and without those in `but`."""
    dropped = _CHAT.union(but.split())
    words = (word for word in fold(text[:300]).split() if word not in dropped and (len(word) > 2 or word.isdigit()))
    return list(dict.fromkeys(words))[:12]


@lru_cache(maxsize=4096)  # pure, and the same published texts are asked for again at every message
def bag(*texts: str) -> frozenset[str]:
    """Return the words by which an item can be found."""
    return frozenset(stem(word) for text in texts for word in fold(text).split())


def ranked(words: Sequence[str], bags: Sequence[frozenset[str]]) -> list[tuple[int, float]]:
    """Return (position, share of what was asked) of the items that hold at least half of it, best first."""
    if not words or not bags:
        return []
    known = Counter(word for one in bags for word in one)
    meant = [_meant(word, known) for word in words]
    weights = [_rarity(sum(known[w] for w in group), len(bags)) for group in meant]
    scored = ((n, sum(w for w, group in zip(weights, meant, strict=True) if group & one)) for n, one in enumerate(bags))
    shares = ((n, score / sum(weights)) for n, score in scored)
    return sorted((pair for pair in shares if pair[1] >= ENOUGH), key=lambda pair: (-pair[1], pair[0]))


def _rarity(count: int, size: int) -> float:
    return log(1 + size / (count or 1))


def _meant(word: str, known: Counter[str]) -> frozenset[str]:
    """Return the known words that a word stands for: itself, its family («firmó», «firmadas»), or what a slip hides."""
    bare = stem(word)
    if bare in known or len(word) < 5 or word.isdigit():
        return frozenset({bare})
    root = bare[:-1]  # one letter, no more: «habitantes» must not find «hábitat»
    family = frozenset(other for other in known if other.startswith(root))
    if family:
        return family
    near = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO)
    return frozenset({near[0]}) if near else frozenset({bare})
