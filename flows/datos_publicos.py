"""Published figures: found by words, said with their city, period, warning and source. None found: that is said."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from flows.answers import Text
from flows.como_va import asks_about_us, como_va
from flows.context import Context
from flows.engine import Ask, Flow, Go
from flows.fuentes import source_line
from flows.hallar import asked, bag, ranked
from flows.messages import Option
from flows.opciones import short
from flows.paginas import excerpt, fitted, row
from knowledge.folding import fold
from knowledge.values import DatoPublico

ROUNDS = 8
SIMILAR = 7
WHOLE = 0.99  # another city is named unasked only for exactly what was asked
HOME, OTHER = "Cartagena", "Bogotá"
_GENERIC = "cartagena bogota dato datos cifra cifras numero publico publicos ciudad figure figures data"
_SUBJECT = re.compile(r"^(?:En )?(?:Cartagena|Bogotá), (?:en )?\d{4}[.,] |^Gobierno abierto de Cartagena\. ")


def datos_publicos(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Answer a question with what was published, or say that nothing was."""
    texto, shown = inicio.get("texto", ""), ""
    hits = search(context, texto)
    for number in range(ROUNDS):
        if not asked(texto, _GENERIC):
            texto = yield Ask(f"que.{number}", _question(context), Text(min_chars=2, max_chars=200))
            hits = search(context, texto)
        dato = next((d for d in hits if d.id == shown), hits[0] if hits else None)
        if asks_about_us(context, texto):
            dato, hits = None, []
            yield como_va(context)
        else:
            yield ficha(context, dato, texto) if dato else none_found(context)
        others = [d for d in hits if d is not dato][:SIMILAR]
        elegida = yield Ask(f"sigue.{number}", context.t("¿Qué más quieres ver?"), fitted(_options(context, others)))
        if elegida == "menu":
            return Go("menu")
        texto, shown = ("", "") if elegida == "otra" else (texto, elegida)
    return Go("menu")


def _question(context: Context) -> str:
    return context.t("¿Qué dato buscas? Por ejemplo: *alianzas firmadas* o *votos de la consulta*.")


def _options(context: Context, others: Sequence[DatoPublico]) -> list[Option]:
    subjects = [subject(d) for d in others]
    similar = [row(d.id, title, d.texto) for d, title in zip(others, told_apart(subjects), strict=True)]
    return [*similar, Option("otra", context.t("Buscar otro dato")), Option("menu", context.t("Ir al menú"))]


def subject(dato: DatoPublico) -> str:
    """Return what a fact is about, without the city and year that open its sentence."""
    said = _SUBJECT.sub("", dato.texto)
    return said[:1].upper() + said[1:]


def told_apart(texts: Sequence[str]) -> list[str]:
    """Return the texts without the words that those which look alike begin with: a row is short, and says what differs."""
    split = [text.split() for text in texts]
    shared = 0
    while len(split) > 1 and all(shared + 1 < len(words) and words[shared] == split[0][shared] for words in split):
        shared += 1
    rest = [" ".join(words[shared:]) for words in split]
    alike = Counter(short(text) for text in rest)
    if shared == 0 and max(alike.values(), default=0) in (0, 1, len(rest)):
        return rest
    return [_apart(text, [other for other in rest if short(other) == short(text)]) for text in rest]


def _apart(text: str, alike: Sequence[str]) -> str:
    return text if len(alike) == 1 else told_apart(alike)[alike.index(text)]


def search(context: Context, texto: str) -> list[DatoPublico]:
    """Return the facts that the words name. Another city's answer only when asked for, or when this one has none."""
    words = asked(texto, _GENERIC)
    if fold(OTHER) in fold(texto).split():
        return _of_city(context, OTHER, words)
    return _of_city(context, HOME, words) or _of_city(context, OTHER, words, whole=WHOLE)


def _of_city(context: Context, city: str, words: Sequence[str], whole: float = 0.0) -> list[DatoPublico]:
    facts = [dato for dato in context.catalogo.datos if dato.ciudad == city]
    return [facts[n] for n, share in ranked(words, [bag(*dato.palabras) for dato in facts]) if share >= whole]


def ficha(context: Context, dato: DatoPublico, texto: str) -> str:
    """Return a fact with its city, period, warning and source. A city that was not asked for is named first."""
    t = context.t
    asked_for = dato.ciudad == HOME or fold(dato.ciudad) in fold(texto)
    other = "" if asked_for else t("De Cartagena no tengo ese dato. Este es de *{ciudad}*.").format(ciudad=dato.ciudad)
    lines = (
        other,
        excerpt(dato.texto, 620),
        t("Ciudad: {ciudad}. Periodo: {periodo}.").format(ciudad=dato.ciudad, periodo=dato.periodo or t("sin fecha")),
        t("Ojo: {nota}").format(nota=dato.advertencia) if dato.advertencia else "",
        source_line(context, dato.fuente),
    )
    return "\n".join(line for line in lines if line)


def none_found(context: Context) -> str:
    """Say that nothing was published about it, and what there is."""
    t = context.t
    return "\n".join(
        (
            t("No tengo un dato publicado sobre eso."),
            t("Tengo cifras de cooperación, convocatorias, redes y gobierno abierto."),
            t("Puedes pedir el dato a la Alcaldía: escribe *radicar*."),
        )
    )
