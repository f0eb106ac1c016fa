"""How hard a Spanish text is to read: words a sentence, and INFLESZ (Szigriszt-Pazos) for longer ones. Pure."""

import re

_MARKS = re.compile(r"[*_~`]|\{\w+\}(?=\W|$)")
_SENTENCE = re.compile(r"(?<=[.!?…:;])[»\")]*\s+|\n+|\s•\s")
_WORD = re.compile(r"[a-záéíóúüñ]+|\d+", re.IGNORECASE)
_STRONG = "aeoáéó"
_VOWELS = "aeiouáéíóúü"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a line of a list is one."""
    plain = re.sub(r"[*_~`]", "", re.sub(r"\{\w+\}", "algo", text))
    return [s.strip() for s in _SENTENCE.split(plain) if _WORD.search(s)]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; a number counts as one."""
    return _WORD.findall(re.sub(r"\S+@\S+|https?://\S+|(?<=\d)[.,](?=\d)", "", sentence))


def syllables(word: str) -> int:
    """Return the syllables of a Spanish word: vowel groups, parted where two strong vowels meet or a weak one is accented."""
    count, before = 0, ""
    for letter in word.lower():
        if letter in _VOWELS and (before not in _VOWELS or before == "" or _parted(before, letter)):
            count += 1
        before = letter
    return max(count, 1)


def _parted(first: str, second: str) -> bool:
    return (first in _STRONG and second in _STRONG) or first in "íú" or second in "íú"


def inflesz(text: str) -> float:
    """Return the ease of reading, 0–100: from 65 on «bastante fácil», from 55 «normal».

    Raises:
        ZeroDivisionError: the text holds no word. Under a hundred words the figure means little.
    """
    parts = sentences(text)
    said = [w for s in parts for w in words(s)]
    return 206.835 - 62.3 * sum(map(syllables, said)) / len(said) - len(said) / len(parts)
