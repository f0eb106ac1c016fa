"""Trámites: search, choose, and read one by section."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from flows import fichas
from flows.answers import Choice
from flows.buscar import found, titulo
from flows.context import Context
from flows.engine import Ask, Flow, Go
from flows.messages import Option
from flows.opciones import listable, short
from flows.radicar_preguntas import radicable
from flows.secciones import TITLES, has, sections
from flows.temas import GRUPOS, grupos, of_group
from flows.understanding.features import content
from knowledge.folding import fold
from knowledge.values import SECCIONES, Seccion, Tramite

PER_PAGE = 8  # ten rows with «Ver más» and the way back
MAX_SECTIONS = 40  # then a fresh run begins: the session row stays small
TODOS = "temas"
# Words that ask for some record without naming one; the small words are left out as the understanding does.
_GENERIC = frozenset({"tramite", "tramites", "requisito", "requisitos", "diligencia", "lista", "buscar", "busco", "consultar", "procedure", "procedures", "find", "search"})  # fmt: skip


def tramites(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Answer about a record, or help to find one."""
    record = context.catalogo.tramites.get(inicio.get("tramite", ""))
    if record is None:
        return (yield from _search(context, inicio))
    if record.flujo:
        return Go(record.flujo)
    if inicio.get("duda") and (other := rival(context, record, inicio.get("texto", ""))):
        return (yield from _contrast(context, record, other, inicio))
    return (yield from _read(context, record, inicio))


def _read(context: Context, record: Tramite, inicio: Mapping[str, str]) -> Flow:
    """Say what was asked for, or the short answer, and offer the rest."""
    t = context.t
    asked = _section(inicio.get("seccion", ""))
    waiting = fichas.pages(context, record, asked) if asked else [fichas.overview(context, record)]
    if inicio.get("caso"):
        yield _own_case(context, record, asked)
    for n in range(MAX_SECTIONS):
        yield waiting[0]
        waiting = waiting[1:]
        elegido = yield Ask(
            f"seccion.{n}", t("¿Qué más quieres saber?"), _offer(context, record, asked, more=bool(waiting))
        )
        match elegido:
            case "funcionario":
                return Go("funcionario", {"tramite": record.id, **_why(context, record)})
            case "otro":
                return Go("tramites")
            case "radicar":
                return Go("radicar", {"tramite": record.id})
            case "mas":
                continue
        asked = _section(elegido)
        waiting = fichas.pages(context, record, asked) if asked else waiting
    return Go("tramites", {"tramite": record.id})


def _own_case(context: Context, record: Tramite, asked: Seccion | None) -> str:
    """Return what to say before the answer to «¿y si no tengo cédula?»: no rule is invented, nobody is turned away."""
    if asked == "requisitos" and not has(record, asked):
        return context.t("Si no tienes alguno, o no tienes documento colombiano, pregunta primero. Te orientan igual.")
    return context.t("No sé si eso cambia en tu caso. Pregúntalo en la oficina antes de ir.")


def _section(text: str) -> Seccion | None:
    return next((seccion for seccion in SECCIONES if seccion == text), None)


def _offer(context: Context, record: Tramite, asked: Seccion | None, *, more: bool) -> Choice:
    """Return the rows under an answer: going on with it, the other sections, a person, another record."""
    t = context.t
    rows = [Option("mas", t("Ver más"))] if more else []
    rows += [Option("radicar", t("Radicar aquí"))] if _filed_here(context, record) else []
    rows += [Option(s, t(TITLES[s])) for s in sections(record) if s != asked][: 8 - len(rows)]
    person = Option("funcionario", t("Hablar con alguien"))
    rows += [person, Option("otro", t("Otro trámite"))]
    if _why(context, record):  # first, where the entity says that a person attends it better
        rows = [person, *(row for row in rows if row != person)]
    return Choice(tuple(rows[:10]))


def _why(context: Context, record: Tramite) -> dict[str, str]:
    return {"motivo": "tema"} if record.id in context.catalogo.entidad.temas_para_personas else {}


def _filed_here(context: Context, record: Tramite) -> bool:
    return context.radica_aqui and radicable(context, record.id) is not None


def rival(context: Context, record: Tramite, texto: str) -> tuple[str, Tramite] | None:
    """Return the question that separates a record from the one most like the words, and that other record."""
    pairs = [
        (c.pregunta, context.catalogo.tramites[c.tramite_id])
        for c in record.no_confundir_con
        if c.tramite_id in context.catalogo.tramites
    ]
    words = fold(texto)
    return max(pairs, key=lambda pair: fuzz.token_set_ratio(words, fold(pair[1].nombre)), default=None)


def _contrast(context: Context, record: Tramite, other: tuple[str, Tramite], inicio: Mapping[str, str]) -> Flow:
    """Ask the one question that separates two records, before answering about the wrong one."""
    pregunta, second = other
    rows = (
        Option(record.id, titulo(context, record)),
        Option(second.id, titulo(context, second)),
        Option("otro", context.t("Ninguno de los dos")),
        Option("funcionario", context.t("Hablar con alguien")),
    )
    spoken = pregunta if context.idioma == "es" else context.t("¿Cuál de los dos buscas?")
    elegido = yield Ask("cual", spoken, Choice(rows))
    if elegido == "otro":
        return Go("tramites")
    if elegido == "funcionario":
        return Go("funcionario", {"tramite": record.id})
    return Go("tramites", {"tramite": elegido, **_kept(inicio)})


def _search(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Find a record by the words that led here, by new words, or by theme."""
    t = context.t
    if inicio.get("tema") in GRUPOS:
        return (yield from _browse(context, inicio["tema"], inicio))
    texto = asked_words(inicio.get("texto", ""))
    if not (records := found(context, texto, PER_PAGE)):
        if texto:
            yield t("No encontré un trámite con esas palabras.")
        return (yield from _themes(context, inicio))
    yield t("Encontré esto.")
    elegido = yield Ask("cual", t("¿Cuál te interesa?"), _page(context, records, last=True))
    return _picked(elegido, inicio)


def asked_words(texto: str) -> str:
    """Return the words that may name a record: «quiero hacer un trámite» names none."""
    return " ".join(word for word in content(fold(texto).split()) if word not in _GENERIC)


def _themes(context: Context, inicio: Mapping[str, str]) -> Flow:
    rows = tuple(Option(g, context.t(GRUPOS[g][0])) for g in grupos(context))
    elegido = yield Ask("tema", context.t("¿Qué trámite buscas? Escríbelo, o elige un tema."), Choice(rows))
    return Go("tramites", {"tema": elegido, **_kept(inicio)})


def _browse(context: Context, grupo: str, inicio: Mapping[str, str]) -> Flow:
    """List a theme, page by page."""
    records = of_group(context, grupo)
    yield f"*{context.t(GRUPOS[grupo][0])}*"
    for n, start in enumerate(range(0, len(records), PER_PAGE)):
        page, last = records[start : start + PER_PAGE], start + PER_PAGE >= len(records)
        elegido = yield Ask(f"pagina.{n}", context.t("¿Cuál te interesa?"), _page(context, page, last=last))
        if elegido != "mas":
            return _picked(elegido, inicio)
    return Go("tramites")


def _picked(elegido: str, inicio: Mapping[str, str]) -> Go:
    if elegido in ("funcionario", "menu"):
        return Go(elegido)
    return Go("tramites", _kept(inicio) if elegido in (TODOS, "tramites") else {"tramite": elegido, **_kept(inicio)})


def _kept(inicio: Mapping[str, str]) -> dict[str, str]:
    """Return what was asked for before the record was known."""
    return {key: inicio[key] for key in ("seccion", "caso") if inicio.get(key)}


def _page(context: Context, records: Sequence[Tramite], *, last: bool) -> Choice:
    rows = [Option(r.id, titulo(context, r), short(r.proposito, 72)) for r in records]
    rows += [] if last else [Option("mas", context.t("Ver más"))]
    return listable(context, (*rows, Option(TODOS, context.t("Ver los temas"))))
