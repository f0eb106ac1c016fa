"""Pieces with a shape of their own: numbers of things, money, dates, norms, places, offices."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from flows.understanding.decision import Entity
from flows.understanding.text import clean, fold
from knowledge.codigos import normalise as own_code

_ROMAN_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
_WORD = re.compile(r"\w+")
_CODE_LETTERS = "2-9A-HJ-NP-Z"


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _upper(text: str) -> str:
    return re.sub(r"\s+", " ", text).upper()


def _joined(text: str) -> str:
    return re.sub(r"[\s\-.–—_]", "", text).upper()


def _same(text: str) -> str:
    return text.lower()


# (type, pattern, canonical form). The first that claims a stretch keeps it: a comparendo has twenty digits and would
# otherwise be read as an id, a cadastral reference as a radicado. A ten-digit number that begins with 3 is a mobile
# and with 1 an id: Colombian ids of ten digits begin with 1.
_SHAPES: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("correo", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"), _same),
    ("radicado", re.compile(r"(?i)\b(?:EXT|OFI|INT|AMC|PQR[SD]*)(?:[-\s]?(?:AMC|OFI|EXT|PQR))?[-\s]\d{2,4}[-\s]?\d{4,10}\b|\bAMC-[A-Z]{2,5}-\d{4,10}-\d{4}\b"), _joined),
    ("radicado", re.compile(r"(?i)(?<=radicado )(?:n[°ºo.]{0,2}\s?|numero |número |no\. ?)?[A-Z0-9][A-Z0-9-]{4,24}\d\b"), lambda t: _joined(re.sub(r"(?i)^(?:n[°ºo.]{1,2}\s|numero |número |no\. ?)", "", t))),
    ("codigo", re.compile(rf"(?i)\b(?=[{_CODE_LETTERS}\- ]*\d)[{_CODE_LETTERS}]{{4}}[- ][{_CODE_LETTERS}]{{4}}[- ][{_CODE_LETTERS}]{{4}}\b"), _upper),
    ("codigo", re.compile(r"(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?!\d)|(?<!\d)\d{16}(?!\d)"), _digits),
    ("ref_catastral", re.compile(r"(?<!\d)\d{30}(?!\d)|(?<!\d)\d{2}-\d{2}-\d{4}-\d{4}-\d{3}(?!\d)|(?<!\d)\d{15}(?!\d)"), _digits),
    ("ref_catastral", re.compile(r"(?i)\b[A-Z]{3}00\d{2}[A-Z]{4}\b"), _upper),
    ("comparendo", re.compile(r"(?<!\d)\d{20}(?!\d)"), _digits),
    ("matricula", re.compile(r"(?<!\d)060\s?-\s?\d{3,7}(?!\d)"), lambda t: re.sub(r"\s", "", t)),
    ("nit", re.compile(r"(?i)(?<!\d)(?:8|9)\d{2}\.?\d{3}\.?\d{3}\s?-\s?\d(?!\d)|(?<=nit )\d{9,10}\b"), _digits),
    ("telefono", re.compile(r"(?<!\d)(?:\+?57[ -]?)?3\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)|(?<!\d)\(?60[1-8]\)?[ -]?\d{3}[ -]?\d{4}(?!\d)"), _digits),
    ("dinero", re.compile(r"(?i)\$\s?\d{1,3}(?:[.,]\d{3}){0,4}(?!\d)|\$\s?\d{1,12}\b|(?<!\d)\d{1,3}(?:[.,]\d{1,3})*\s?(?:mil|millones|millon|millón)(?:\s(?:de\s)?pesos)?\b|(?<!\d)\d{1,3}(?:\.\d{3}){1,4}\s(?:de\s)?pesos\b|(?<!\d)\d{3,12}\spesos\b"), _same),
    ("norma", re.compile(r"(?i)\b(?:ley|decreto|acuerdo|resoluci[oó]n|ordenanza|circular)\s(?:n[°ºo.]{1,2}\s?|distrital\s|nacional\s)?\d{1,5}(?:\s(?:de|del)\s(?:19|20)\d{2}|/(?:19|20)\d{2})?"), _same),
    ("fecha", re.compile(rf"(?i)(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|(?<!\d)\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}(?!\d)|(?<!\d)\d{{1,2}}\s(?:de\s)?(?:{_ROMAN_MONTHS})(?:\s(?:de|del)\s\d{{4}})?"), _same),
    ("fecha", re.compile(r"(?i)\b(?:hoy|ayer|antier|antes de ayer|anteayer|mañana|pasado mañana|anoche|(?:la semana|el mes|el año|el lunes|el martes|el miércoles|el jueves|el viernes|el sábado|el domingo) pasad[oa])\b"), _same),
    ("placa", re.compile(r"(?i)\b[A-Z]{3}[ -]?\d{3}\b|\b[A-Z]{3}[ -]?\d{2}[A-Z]\b"), _joined),
    ("cedula", re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3}){2,3}(?!\d)|(?<!\d)1\d{9}(?!\d)|(?<!\d)\d{6,8}(?!\d)|(?i:(?<=cc )|(?<=cedula )|(?<=cédula ))\d{5,10}"), _digits),
)  # fmt: skip
_SHAPES_WITHOUT_DIGITS = tuple(shape for shape in _SHAPES if shape[0] in ("correo", "fecha"))
_DIGIT = re.compile(r"\d")
_LETTERED_CODE = re.compile(r"(?i)\b(?=([A-HJ-NP-Z]{4}(?:[- ]?[A-HJ-NP-Z]{4}){2})\b)")
_SAYS_CODE = re.compile(r"(?i)c[oó]digo|radicado|comprobante|\bcode\b")
# Three letters and three digits that are no number plate («que 123», «son 200»).
_NOT_PLATES = re.compile(
    r"(?i)^(?:que|son|los|las|una|por|con|del|mas|más|hay|mis|sus|tus|ley|the|for|and|cra|kra|mza|cll|apt|mil|ref|nit|tel|cel|dia|día)"
)


Names = Mapping[str, Sequence[tuple[str, str]]]


def by_first_word(names: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return (folded name, id) pairs under their first word, the longest name first: what `entities` looks up."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, key in sorted(set(names), key=lambda pair: (-len(pair[0]), pair)):
        if name:
            found.setdefault(name.split()[0], []).append((name, key))
    return {word: tuple(pairs) for word, pairs in found.items()}


def entities(
    text: str, places: Names = MappingProxyType({}), offices: Names = MappingProxyType({})
) -> tuple[Entity, ...]:
    """Return what the text names, in order. `places` and `offices` come from `by_first_word`."""
    shown = clean(text)
    found = _shaped(shown)
    words, spans = _folded_words(shown)
    found += _named(shown, words, spans, "barrio", places)
    found += _named(shown, words, spans, "dependencia", offices)
    return tuple(sorted(found, key=lambda entity: (entity.inicio, entity.tipo)))


def without(text: str, found: Sequence[Entity], tipos: frozenset[str]) -> str:
    """Return the cleaned text with the entities of these types blanked, so that numbers are no evidence of a topic."""
    shown = clean(text)
    for entity in found:
        if entity.tipo in tipos:
            shown = shown[: entity.inicio] + " " * (entity.fin - entity.inicio) + shown[entity.fin :]
    return shown


def _shaped(shown: str) -> list[Entity]:
    found = _lettered_codes(shown)
    for tipo, pattern, canonical in _SHAPES if _DIGIT.search(shown) else _SHAPES_WITHOUT_DIGITS:
        for match in pattern.finditer(shown):
            overlaps = any(match.start() < other.fin and other.inicio < match.end() for other in found)
            if not overlaps and not (tipo == "placa" and _NOT_PLATES.match(match.group())):
                found.append(Entity(tipo, canonical(match.group()), match.group(), match.start(), match.end()))
    return found


def _lettered_codes(shown: str) -> list[Entity]:
    """Return our codes without a digit, one in thirty. Three short words may pass the check: they need more to be one."""
    told = _SAYS_CODE.search(shown) is not None
    matches = (m for m in _LETTERED_CODE.finditer(shown) if told or "-" in m[1] or (m[1].isupper() and " " not in m[1]))
    found = ((m, own_code(m[1])) for m in matches)
    return [Entity("codigo", code, m[1], m.start(1), m.end(1)) for m, code in found if code is not None]


def _named(shown: str, words: Sequence[str], spans: Sequence[tuple[int, int]], tipo: str, names: Names) -> list[Entity]:
    found: list[Entity] = []
    joined = " ".join(words) + " "
    past = start = 0
    for at, word in enumerate(words):
        here, start = start, start + len(word) + 1
        if at < past or word not in names:
            continue
        hit = next(((name, key) for name, key in names[word] if joined.startswith(f"{name} ", here)), None)
        if hit:
            past = at + hit[0].count(" ") + 1
            inicio, fin = spans[at][0], spans[past - 1][1]
            found.append(Entity(tipo, hit[1], shown[inicio:fin], inicio, fin))
    return found


def _folded_words(shown: str) -> tuple[list[str], list[tuple[int, int]]]:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(shown):
        word = match.group()
        # Most words are plain letters already: folding them changes their case alone.
        for folded in (word.lower(),) if word.isascii() and word.isalnum() else fold(word).split():
            words.append(folded)
            spans.append(match.span())
    return words, spans
