"""The parts of the register as a citizen reads them, and what is said of what may no longer be so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows import fichas
from flows.context import Context
from flows.secciones import lines
from knowledge.values import Seccion, Tramite, Vigencia, spoken
from tests.knowledge.whole import WHOLE
from tests.worlds import NOON, make_context

HOY = NOON.date()
STALE = "Esto debía revisarse"


def told(record: Tramite, seccion: Seccion, context: Context | None = None) -> str:
    return "\n".join(lines(context or make_context(), spoken(record), seccion))


@pytest.mark.parametrize(
    ("seccion", "said"),
    [
        ("requisitos", "• Cédula (2)"),
        ("requisitos", "Estar al día con el predial: no lleves soporte, la entidad lo verifica"),
        ("requisitos", "Excepción: Las personas mayores no pagan."),
        ("pasos", "Paso 1: Reúne los papeles"),
        ("pasos", "Te llega por: correo"),
        ("costo", "• Certificado: $25.000"),
        ("costo", "• Copia: gratuito"),
        ("costo", "Se paga en: https://pagos.example/"),
        ("costo", "Excepción: Las personas mayores no pagan."),
        ("tiempo", "15 días hábiles"),
        ("tiempo", "Se puede hacer: De enero a marzo"),
        ("donde", "• Palacio de la Aduana, Plaza de la Aduana (lunes a viernes, 8 a 12)"),
        ("norma", "• Ley 388 de 1997, artículos 8 y 15"),
    ],
)
def test_each_part_is_said_in_its_section(seccion: Seccion, said: str) -> None:
    assert said in told(WHOLE, seccion).replace("Lunes", "lunes")


def test_a_price_past_its_last_day_says_so_and_is_not_told_in_passing() -> None:
    old = replace(WHOLE, valores=(replace(WHOLE.valores[0], vence_el=HOY - timedelta(1)), WHOLE.valores[1]))
    assert "Este valor era hasta el 29 de marzo de 2026." in told(old, "costo")
    assert "25.000" not in fichas.overview(make_context(), spoken(old))
    assert "25.000" in fichas.overview(make_context(), spoken(WHOLE))


def test_one_free_line_makes_no_free_table() -> None:
    assert "Es gratis" not in told(WHOLE, "costo")
    assert "es gratis" not in told(replace(WHOLE, tiempo=None, fechas=None), "tiempo")
    free = replace(WHOLE, valores=(WHOLE.valores[1],))
    assert "Es gratis: no le pagues a nadie por ayudarte." in told(free, "costo")


def test_when_in_the_year_is_told_also_without_a_time() -> None:
    assert told(replace(WHOLE, tiempo=None), "tiempo") == "Se puede hacer: De enero a marzo"


def test_an_english_reader_is_told_that_the_lines_are_in_spanish() -> None:
    assert "The published information is in Spanish." in told(WHOLE, "costo", make_context(idioma="en"))


def test_a_price_is_still_so_on_its_last_day() -> None:
    last = replace(WHOLE, valores=(replace(WHOLE.valores[0], vence_el=HOY),))
    assert "era hasta" not in told(last, "costo")


def test_a_section_past_its_last_day_says_so() -> None:
    old = replace(WHOLE, vigencias=(Vigencia("tiempo", "Decreto 1", date(2026, 3, 1)),))
    assert "Este dato valía hasta el 1 de marzo de 2026." in told(old, "tiempo")
    assert "valía hasta" not in told(old, "costo")
    assert "15 días hábiles" not in fichas.overview(make_context(), spoken(old))


@pytest.mark.parametrize(("days", "warned", "answers"), [(0, False, True), (1, True, True), (90, True, True), (91, True, False)])  # fmt: skip
def test_a_record_past_its_review_warns_and_after_the_grace_sends_to_the_office(
    days: int, warned: bool, answers: bool
) -> None:
    record = replace(WHOLE, revisar_antes_de=HOY - timedelta(days))
    said, first = told(record, "costo"), fichas.overview(make_context(), spoken(record))
    assert (STALE in first) == warned
    assert ("25.000" in said) == ("25.000" in first) == answers
    assert ("Confírmalo con" in said) == (not answers)
    assert (STALE in said) == (warned and answers)


def test_after_the_grace_what_cannot_grow_old_is_still_told() -> None:
    record = replace(WHOLE, revisar_antes_de=HOY - timedelta(400))
    assert "Vender." in told(record, "que_es")
    assert "Ley 388" in told(record, "norma")
    assert "gratis" not in told(replace(record, requiere_pago=False, valores=()), "requisitos")
