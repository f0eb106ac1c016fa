"""The texts of a hoja de vida, each with the field where it is mended, and what may be wrong with their wording. Pure."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from knowledge.lint.aviso import Aviso
from knowledge.lint.legible import inflesz, sentences, words
from knowledge.values import Tramite

LONGEST = 20  # words a sentence. Source: Guía de lenguaje claro, DNP 2015
ENOUGH_WORDS = 100  # the formula says little of a shorter text
EASY, HARD = 65.0, 55.0
_SIGLA = re.compile(r"(?<![\w.])[A-ZÁÉÍÓÚÑ]{2,8}(?!\w|[.@]\w)")
_ROMANO = re.compile(r"[IVXLC]+")
# Words in capitals that everybody reads, and the money of the tables.
SABIDAS = frozenset({"PDF", "COP", "USD", "EUR", "QR", "SMS", "ID", "EPS", "NIT", "CC", "WWW"})
_LINK = re.compile(r"\bhttps?://[^\s<>\"'«»)]+", re.IGNORECASE)
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*|__|~~"), "dobles asteriscos o rayas"),
    (re.compile(r"(?m)^\s*#{1,6}\s"), "un título con #"),
    (re.compile(r"\[[^\]\n]+\]\([^)\n]+\)"), "un enlace entre corchetes"),
    (re.compile(r"</?[a-zA-Z][^>\n]*>|&[a-z]+;|&#\d+;"), "código de página web"),
    (re.compile(r"(?m)^\s*\|.*\|\s*$|\t"), "una tabla"),
)


def texts(tramite: Tramite) -> Iterator[tuple[str, str]]:
    """Yield (field, text) of everything that a citizen may read as a sentence."""
    for name in ("proposito", "nota", "resultado", "beneficio", "seguimiento", "fechas"):
        yield name, getattr(tramite, name) or ""
    if not tramite.audiencias:
        yield "dirigido_a", tramite.dirigido_a or ""
    for exception in tramite.excepciones:
        yield "excepciones", exception
    yield from _needed(tramite)
    for n, valor in enumerate(tramite.valores):
        yield f"valores-{n}-nota", valor.nota or ""
    for n, pregunta in enumerate(tramite.preguntas):
        yield f"preguntas-{n}-pregunta", pregunta.pregunta
        yield f"preguntas-{n}-respuesta", pregunta.respuesta


def _needed(tramite: Tramite) -> Iterator[tuple[str, str]]:
    if not tramite.momentos:
        yield from (("requisitos", line) for line in tramite.requisitos)
        yield from (("pasos", line) for line in tramite.pasos)
    for n, momento in enumerate(tramite.momentos):
        yield f"momentos-{n}-texto", momento.texto
        for m, requisito in enumerate(momento.requisitos):
            yield f"momentos-{n}-requisitos-{m}-texto", requisito.texto
            yield f"momentos-{n}-requisitos-{m}-nota", requisito.nota or ""


def wording(tramite: Tramite) -> Iterator[Aviso]:
    """Yield what is wrong with the wording."""
    told = [(campo, text) for campo, text in texts(tramite) if text.strip()]
    for campo, text in told:
        yield from _long(campo, text)
        yield from _marks(campo, text)
        yield from _links(campo, text)
    yield from _links_of_fields(tramite)
    yield from _acronyms(told)
    yield from _hard("proposito", "Este texto", "\n".join(text for _, text in told))
    if easy := tramite.lectura_facil:
        yield from _hard("lectura_facil-0-texto", "El texto de lectura fácil", easy.texto)
        if not (easy.validado_por and easy.validado_el):
            why = "Todavía no es lectura fácil. Falta decir quién lo validó con lectores y cuándo."
            yield Aviso("lectura_facil", "lectura_facil-0-validado_por", why)


def _long(campo: str, text: str) -> Iterator[Aviso]:
    for sentence in sentences(text):
        count = len(words(sentence))
        if count > LONGEST:
            start = " ".join(sentence.split()[:6])
            yield Aviso(
                "frase_larga", campo, f"«{start}…» tiene {count} palabras. Pártela en frases de {LONGEST} o menos."
            )


def _hard(campo: str, what: str, text: str) -> Iterator[Aviso]:
    if sum(len(words(s)) for s in sentences(text)) <= ENOUGH_WORDS:
        return
    ease = inflesz(text)
    if ease < EASY:
        how = "difícil" if ease < HARD else "un poco difícil"
        why = (
            f"{what} es {how} de leer ({ease:.0f} de 100). Usa frases y palabras más cortas, hasta llegar a {EASY:.0f}."
        )
        yield Aviso("inflesz", campo, why, impide=ease < HARD)


def _marks(campo: str, text: str) -> Iterator[Aviso]:
    for mark, called in _MARKS:
        if mark.search(text):
            yield Aviso("marcas", campo, f"WhatsApp no sabe mostrar {called}. Déjalo en texto corriente.")


def _acronyms(told: list[tuple[str, str]]) -> Iterator[Aviso]:
    whole = "\n".join(text for _, text in told)
    seen = set(SABIDAS)
    for campo, text in told:
        if text.isupper():
            continue  # a whole text in capitals is no acronym
        for sigla in _SIGLA.findall(text):
            if sigla in seen or _ROMANO.fullmatch(sigla):
                continue
            seen.add(sigla)
            if not re.search(rf"\({sigla}\)|\b{sigla}\s*\(", whole):
                yield Aviso(
                    "siglas",
                    campo,
                    f"Explica «{sigla}» la primera vez: el nombre completo, y la sigla entre paréntesis.",
                )


def _links(campo: str, text: str) -> Iterator[Aviso]:
    for link in _LINK.findall(text):
        yield from _link(campo, link.rstrip(".,;:!?"))


def _links_of_fields(tramite: Tramite) -> Iterator[Aviso]:
    held = [("url", tramite.url)]
    held += [(f"valores-{n}-enlace", v.enlace) for n, v in enumerate(tramite.valores)]
    held += [(f"normas-{n}-enlace", v.enlace) for n, v in enumerate(tramite.normas)]
    held += [
        (f"momentos-{n}-requisitos-{m}-enlace", r.enlace)
        for n, momento in enumerate(tramite.momentos)
        for m, r in enumerate(momento.requisitos)
    ]
    for campo, link in held:
        if link:
            yield from _link(campo, link)


def _link(campo: str, link: str) -> Iterator[Aviso]:
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        yield Aviso(
            "enlaces", campo, f"La dirección «{link[:80]}» no sirve. Cópiala otra vez del navegador.", impide=True
        )
        return
    if parts.scheme.lower() != "https":
        yield Aviso("enlaces", campo, f"«{link[:80]}» no es segura. Busca la misma página con https://", impide=True)
    if _is_ip(host):
        yield Aviso(
            "enlaces", campo, f"«{link[:80]}» lleva un número en vez de un nombre. Nadie sabe de quién es.", impide=True
        )
    elif not host.endswith(".co"):
        yield Aviso(
            "enlaces", campo, f"«{host}» no es una página de Colombia (.gov.co o .co). Confirma que es la oficial."
        )


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
