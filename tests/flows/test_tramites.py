"""Finding a record, telling it from what it is taken for, and the offices that attend it."""

from dataclasses import replace

import pytest

from flows.buscar import found, nearest
from flows.engine import Frame, Go, Outcome, advance
from flows.firmas import publisher, spoken_date
from flows.funcionario import sounds_like_report
from flows.messages import Message, to_json
from flows.oficinas import offices_named, point_line, points_of, reach, spoken_hours
from flows.temas import GRUPOS, OTROS, groups_of, grupos, of_group
from flows.tramites import asked_words, tramites
from tests.worlds import bundled, make_context

CONTEXT = make_context()
RECORDS = bundled()[0].tramites


def _start(**inicio: str) -> Outcome:
    return advance(tramites, CONTEXT, Frame("tramites", 1, inicio))


def _press(outcome: Outcome, option: str) -> Outcome:
    assert outcome.ask is not None
    return advance(tramites, CONTEXT, outcome.frame.with_raw(outcome.ask.key, to_json(Message(option=option))))


def test_in_doubt_the_one_question_that_tells_two_records_apart_is_asked() -> None:
    outcome = _start(tramite="ctg-predial-pago", duda="si", texto="papel de que no debo predial", seccion="costo")
    assert outcome.ask is not None
    assert outcome.ask.text in [c.pregunta for c in RECORDS["ctg-predial-pago"].no_confundir_con]
    other = next(
        o.id for o in outcome.ask.answer.options(CONTEXT) if o.id not in ("ctg-predial-pago", "otro", "funcionario")
    )
    assert _press(outcome, other).ending == Go("tramites", {"tramite": other, "seccion": "costo"})


def test_without_doubt_it_is_answered_at_once() -> None:
    outcome = _start(tramite="ctg-predial-pago", texto="predial", seccion="costo")
    assert outcome.ask is not None
    assert "Cuánto cuesta" in outcome.said[0]


def test_a_record_with_nothing_alike_is_answered_even_in_doubt() -> None:
    alone = next(r for r in RECORDS.values() if not r.no_confundir_con and not r.flujo)
    assert alone.proposito in "".join(_start(tramite=alone.id, duda="si", texto="algo").said)


def test_a_record_that_was_withdrawn_leads_to_the_search() -> None:
    outcome = _start(tramite="ctg-ya-no-existe")
    assert outcome.ask is not None
    assert [o.id for o in outcome.ask.answer.options(CONTEXT)] == grupos(CONTEXT)


def test_the_section_asked_before_the_record_was_known_is_kept() -> None:
    themes = _press(_start(seccion="costo"), "impuestos")
    assert themes.ending == Go("tramites", {"tema": "impuestos", "seccion": "costo"})
    listed = _press(_start(tema="impuestos", seccion="costo"), "ctg-predial-pago")
    assert listed.ending == Go("tramites", {"tramite": "ctg-predial-pago", "seccion": "costo"})


@pytest.mark.parametrize("texto", ["quiero hacer un tramite", "buscar trámites", "requisitos", ""])
def test_words_that_name_no_record_find_none(texto: str) -> None:
    assert asked_words(texto) == ""


def test_words_find_records_and_slips_of_the_finger_too() -> None:
    assert "ctg-sisben" in [r.id for r in found(CONTEXT, "encuesta sisben", 5)]
    assert "ctg-estratificacion" in [r.id for r in found(CONTEXT, "estratificasion", 5)]
    assert found(CONTEXT, "", 5) == []
    assert nearest(CONTEXT, "xqzwv", 2) == []


def test_every_record_is_under_a_theme_and_no_list_of_themes_is_too_long() -> None:
    assert len(grupos(CONTEXT)) <= 10
    listed = {record.id for grupo in grupos(CONTEXT) for record in of_group(CONTEXT, grupo)}
    assert listed == set(RECORDS)
    assert groups_of(replace(RECORDS["ctg-sisben"], tema="Un tema nuevo")) == {OTROS}
    assert set(grupos(CONTEXT)) <= set(GRUPOS)


def test_the_citys_own_records_come_before_the_national_ones() -> None:
    for grupo in grupos(CONTEXT):
        scopes = [record.alcance for record in of_group(CONTEXT, grupo)]
        assert scopes == sorted(scopes), "«cartagena» sorts before «nacional»"


def test_an_unconfirmed_contact_is_never_said() -> None:
    for office in bundled()[0].dependencias.values():
        told = "\n".join(reach(CONTEXT, office))
        if not office.contacto_verificado:
            for value in (office.telefono, office.direccion, office.correo, office.horario):
                assert value is None or value not in told, office.id
            assert "por confirmar con la dependencia" in told


def test_an_office_is_found_by_its_name_its_initials_or_its_matter() -> None:
    assert offices_named(CONTEXT, "el DATT por favor", 3)[0].id == "datt"
    assert offices_named(CONTEXT, "la encuesta del sisben", 3)[0].id == "sisben"
    assert offices_named(CONTEXT, "xqzwv", 3) == []


def test_points_are_only_those_of_a_service_given_in_person_in_cartagena() -> None:
    assert len(points_of(CONTEXT, RECORDS["ctg-sisben"])) == 12
    assert points_of(CONTEXT, RECORDS["ctg-residencia"]) == []
    assert points_of(CONTEXT, RECORDS["suit-6113"] if "suit-6113" in RECORDS else RECORDS["suit-6139"]) == []
    line = point_line(CONTEXT, points_of(CONTEXT, RECORDS["ctg-sisben"])[0])
    assert line == "• Casa de Justicia de Santa Rita (lunes a viernes 8:00 a 16:00)"


def test_hours_are_said_without_abbreviations_in_both_languages() -> None:
    horario = "L-V 8:00-12:00 y 14:00-16:30; sáb 8:00-12:30"
    assert spoken_hours(CONTEXT, horario) == "lunes a viernes 8:00 a 12:00 y 14:00 a 16:30, sábado 8:00 a 12:30"
    english = CONTEXT.hablando("en")
    assert spoken_hours(english, horario) == "Monday to Friday 8:00 to 12:00 and 14:00 to 16:30, Saturday 8:00 to 12:30"


@pytest.mark.parametrize(
    ("text", "spanish", "english"),
    [
        ("2026-03", "marzo de 2026", "March 2026"),
        ("2026-08-12", "12 de agosto de 2026", "August 12, 2026"),
        ("2024-09 a 2025-11", "septiembre de 2024 a noviembre de 2025", "September 2024 to November 2025"),
        ("2021", "2021", "2021"),
        ("2025-13", "2025-13", "2025-13"),
    ],
)
def test_months_are_said_as_people_say_them(text: str, spanish: str, english: str) -> None:
    assert spoken_date(CONTEXT, text) == spanish
    assert spoken_date(CONTEXT.hablando("en"), text) == english


@pytest.mark.parametrize(
    ("fuente", "name"),
    [
        ("https://caracol.com.co/2026/02/06/algo/", "Caracol Radio"),
        ("https://m.eluniversal.com.co/cartagena/algo", "El Universal"),
        ("https://www.desconocido.org/a", "desconocido.org"),
        ("fuentes/004_c9e71e95bd4082ce.txt", None),
        ("GitHub, archivo id 62505705812 del índice", None),
    ],
)
def test_a_source_is_named_as_its_publisher(fuente: str, name: str | None) -> None:
    assert publisher(fuente) == name


def test_what_sounds_like_a_report_is_told_from_a_question() -> None:
    assert sounds_like_report("me pidieron plata para el permiso")
    assert not sounds_like_report("cuánta plata cuesta el permiso")
