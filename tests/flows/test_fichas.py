"""Every published record, in every section and both languages, as a citizen would read it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows import fichas
from flows.context import Context
from flows.engine import Frame, advance
from flows.messages import Message, to_json
from flows.secciones import free
from flows.tramites import tramites
from knowledge.values import SECCIONES, Idioma, Momento, Pregunta, Punto, Requisito, Tramite, Valor
from tests.worlds import bundled, make_context

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"
RECORDS = tuple(bundled()[0].tramites.values())
NACIONALES = tuple(r for r in RECORDS if r.alcance == "nacional")
IDIOMAS: tuple[Idioma, ...] = ("es", "en")
WAY_OUT = 60  # what the turn adds: «Escribe *menú* para ver más opciones.»
AVISO = 250  # the privacy notice of a first message
EMPTY = re.compile(r"None|\{\w*\}|\[\]|: *$|:\.|\(\)", re.MULTILINE)


def _read(context: Context, record: Tramite, **inicio: str) -> tuple[str, tuple[str, ...]]:
    """Return the words of the first screen and the titles under it."""
    outcome = advance(tramites, context, Frame("tramites", 1, {"tramite": record.id, **inicio}))
    if outcome.ask is None:
        return "", ()
    text = "\n\n".join((*outcome.said, outcome.ask.text))
    return text, tuple(option.title for option in outcome.ask.answer.options(context))


def test_all_the_published_records_are_here() -> None:
    assert len(RECORDS) == 154
    assert len(NACIONALES) == 106


@pytest.mark.parametrize("idioma", IDIOMAS)
def test_every_section_of_every_record_fits_a_phone(idioma: Idioma) -> None:
    context = make_context(idioma=idioma)
    for record in RECORDS:
        for seccion in ("", *SECCIONES):
            text, titles = _read(context, record, seccion=seccion)
            assert len(text) + WAY_OUT + AVISO <= 1024, (record.id, seccion, len(text))
            assert len(titles) <= 10, record.id
            assert all(len(title) <= 24 for title in titles), (record.id, titles)
            assert len(titles) > 3 or all(len(title) <= 20 for title in titles), (record.id, titles)
            assert len(set(titles)) == len(titles), (record.id, titles)


@pytest.mark.parametrize("idioma", IDIOMAS)
def test_nothing_is_empty_or_left_unfilled(idioma: Idioma) -> None:
    context = make_context(idioma=idioma)
    for record in RECORDS:
        for seccion in SECCIONES:
            for page in fichas.pages(context, record, seccion):
                body = page.split("\n\n")[1]
                assert len(body.strip()) >= 3, (record.id, seccion)
                assert not EMPTY.search(page.replace("Puntos de atención:", "").replace("Service points:", "")), page


def test_every_answer_is_signed_and_can_be_objected_to() -> None:
    context = make_context()
    for record in RECORDS:
        for page in (fichas.overview(context, record), *fichas.pages(context, record, "costo")):
            assert "Versión 1 · sin revisar por la dependencia" in page, record.id
            assert "Escribe *error*" in page
            assert "http" not in page.rsplit("_Versión", 1)[1], "a source is named, not linked"


def test_a_national_record_gives_name_purpose_and_law_only() -> None:
    context = make_context()
    loud = Tramite(
        id="suit-1", slug="x", nombre="Nombre", titulo_corto="Nombre", alcance="nacional", tipo="trámite", tema="Salud",
        proposito="Sirve para algo.", dependencia="DADIS", dependencia_id="dadis", requisitos=("AJENO",), pasos=("AJENO",),
        requiere_pago=True, costo="AJENO", beneficio="AJENO", termino="AJENO", base_legal=("Ley 1 de 2000",),
        canales=("AJENO",), en_linea="total", resultado="Un papel.", url="https://ajeno.example", nota="AJENO",
        momentos=(Momento("AJENO", (Requisito("documento", "AJENO"),)),), valores=(Valor("AJENO", 1),), excepciones=("AJENO",),
        puntos=(Punto("AJENO"),), fechas="AJENO", preguntas=(Pregunta("AJENO", "AJENO"),), medios_resultado=("AJENO",),
    )  # fmt: skip
    told = "\n".join(
        page
        for seccion in SECCIONES
        for page in [*fichas.pages(context, loud, seccion), fichas.overview(context, loud)]
    )
    assert "AJENO" not in told
    assert "ajeno.example" not in told
    for wanted in ("Nombre", "Sirve para algo.", "Ley 1 de 2000", "por confirmar con la dependencia"):
        assert wanted in told


def test_a_national_record_says_with_whom_to_confirm() -> None:
    context = make_context()
    for record in NACIONALES:
        for seccion in ("requisitos", "costo", "tiempo", "donde", "en_linea", "pasos"):
            page = fichas.pages(context, record, seccion)[0]
            assert "por confirmar con la dependencia" in page, (record.id, seccion)
            assert "Confírmalo" in page


def _foreign() -> set[str]:
    """Return what belongs to Santa Marta in the drafts' references: their terms, costs, telephones and addresses."""
    text = (CONTENT / "borradores_referencia.json").read_text(encoding="utf-8")
    values: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for item in node.values():
                walk(item)
        elif isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, str):
            values.append(node)

    walk(json.loads(text))
    marks = {
        m
        for v in values
        for m in re.findall(r"https?://\S+|\b\d{7,}\b|\$ ?[\d.]{4,}|[\w.]+@[\w.]+|santa marta", v.lower())
    }
    return {m for m in marks if "cartagena" not in m}


def test_nothing_of_santa_marta_is_said() -> None:
    context = make_context()
    foreign = _foreign()
    assert len(foreign) > 20, "the references of the drafts hold what must not be said"
    for record in RECORDS:
        told = "\n".join(fichas.preview(context, record)).lower()
        assert not [mark for mark in foreign if mark in told], record.id
        assert "suit-" not in told


def test_no_internal_id_is_shown() -> None:
    context = make_context()
    for record in RECORDS:
        assert "ctg-" not in "\n".join(fichas.preview(context, record))
        assert "fuentes/" not in "\n".join(fichas.preview(context, record))


def test_a_benefit_is_what_a_person_receives_never_a_cost() -> None:
    context = make_context()
    for record in (r for r in RECORDS if r.beneficio and not r.vencido_desde):
        page = fichas.pages(context, record, "costo")[0]
        assert f"Lo que puedes recibir: {record.beneficio}" in page
        assert f"Costo: {record.beneficio}" not in fichas.overview(context, record)


def test_what_expired_is_said_as_past_and_before_it_was_not() -> None:
    record = bundled()[0].tramites["ctg-condiciones-especiales"]
    after, before = make_context(), make_context(ahora=make_context().ahora.replace(year=2025))
    assert "Lo que daba" in fichas.pages(after, record, "costo")[0]
    assert "Esto ya venció" in fichas.overview(after, record)
    assert "Lo que puedes recibir" in fichas.pages(before, record, "costo")[0]
    assert "Esto ya venció" not in fichas.overview(before, record)


def test_of_a_free_record_it_says_that_nobody_may_charge() -> None:
    context = make_context()
    gratis = [r for r in RECORDS if r.alcance == "cartagena" and free(r)]
    assert len(gratis) >= 10
    for record in gratis:
        assert "no le pagues a nadie por ayudarte" in fichas.pages(context, record, "costo")[0], record.id
    paid = bundled()[0].tramites["ctg-predial-pago"]
    assert "no le pagues" not in fichas.pages(context, paid, "costo")[0]


def test_without_a_colombian_document_there_is_orientation() -> None:
    context = make_context()
    record = bundled()[0].tramites["ctg-colombia-mayor"]
    assert "documento colombiano" in fichas.pages(context, record, "requisitos")[0]


def test_a_reviewed_record_names_who_reviewed_it_and_when() -> None:
    context = make_context()
    record = replace(
        bundled()[0].tramites["ctg-residencia"],
        version=7,
        revisado_el=date(2026, 8, 12),
        revisado_por="Secretaría de Planeación",
    )
    page = fichas.overview(context, record)
    assert "Versión 7 · revisada el 12 de agosto de 2026 por Secretaría de Planeación" in page
    assert "sin revisar" not in page


def test_a_long_list_goes_on_under_ver_mas() -> None:
    context = make_context()
    record = replace(
        RECORDS[0], alcance="cartagena", requisitos=tuple(f"Requisito número {n} con su explicación" for n in range(40))
    )
    pages = fichas.pages(context, record, "requisitos")
    assert len(pages) > 1
    assert all(len(page) <= fichas.PAGE_CHARS for page in pages)
    assert all(f"Requisito número {n} " in "\n".join(pages) for n in range(40))


def test_ver_mas_shows_the_next_page_and_then_is_gone() -> None:
    base = make_context()
    long = replace(
        bundled()[0].tramites["ctg-sisben"], requisitos=tuple(f"Papel {n} de la lista que piden" for n in range(20))
    )
    context = replace(base, catalogo=replace(base.catalogo, tramites={**base.catalogo.tramites, long.id: long}))
    frame = Frame("tramites", 1, {"tramite": long.id, "seccion": "requisitos"})
    first = advance(tramites, context, frame)
    assert first.ask is not None
    assert first.ask.answer.options(context)[0].id == "mas"
    second = advance(tramites, context, first.frame.with_raw(first.ask.key, to_json(Message(option="mas"))))
    assert second.ask is not None
    assert "Papel 19 " in "".join(second.said)
    assert "mas" not in [o.id for o in second.ask.answer.options(context)]


def test_a_line_longer_than_a_page_is_cut_at_a_word() -> None:
    pages = fichas.paginate(["palabra " * 200], limit=100)
    assert all(len(page) <= 100 for page in pages)
    assert "".join(pages).replace(" ", "").replace("\n", "") == "palabra" * 200


def test_a_record_that_is_a_flow_goes_there() -> None:
    context = make_context()
    for record in (r for r in RECORDS if r.flujo):
        outcome = advance(tramites, context, Frame("tramites", 1, {"tramite": record.id}))
        assert outcome.ask is None
        assert outcome.ending is not None
        assert getattr(outcome.ending, "flow", "") == record.flujo
