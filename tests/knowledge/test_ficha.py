"""What citizens read is made from the parts of the register, once, when a version is kept."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from knowledge import tramites
from knowledge.codec import dump, read
from knowledge.values import (
    Momento,
    Requisito,
    Tiempo,
    Tramite,
    Valor,
    spoken,
)
from knowledge.values.ficha import Unidad, said_price, said_requirement, said_time
from tests.knowledge.bundle import NOON
from tests.knowledge.whole import PLAIN, WHOLE


def test_the_lines_of_citizens_come_from_the_parts() -> None:
    said = spoken(WHOLE)
    assert said.requisitos == (
        "Cédula (2)", "Poder (si aplica)", "Derechos", "Estar al día con el predial: no lleves soporte, la entidad lo verifica",
    )  # fmt: skip
    assert said.pasos == ("Reúne los papeles", "Paga")
    assert (said.costo, said.requiere_pago) == ("Certificado: $25.000; Copia: gratuito", True)
    assert said.termino == "15 días hábiles"
    assert said.base_legal == ("Ley 388 de 1997, artículos 8 y 15", "Acuerdo 107 de 2022")
    assert said.dirigido_a == "Ciudadanía, Empresas"


def test_steps_without_requirements_leave_the_requirements_as_they_are() -> None:
    plain = replace(PLAIN, requisitos=("Cédula",), momentos=(Momento("Radica"),))
    assert (spoken(plain).requisitos, spoken(plain).pasos) == (("Cédula",), ("Radica",))


def test_lines_without_parts_stay_as_they_are() -> None:
    plain = replace(PLAIN, requisitos=("Cédula",), costo="$5.000", requiere_pago=True, termino="3 días")
    assert spoken(plain) is plain


def test_making_the_lines_twice_changes_nothing() -> None:
    assert spoken(spoken(WHOLE)) == spoken(WHOLE)


def test_a_whole_record_is_kept_and_read_back(db: Session) -> None:
    version = tramites.guardar_borrador(db, WHOLE, "editora", NOON)
    row = db.get_one(tramites.HojaVersionRow, version)
    assert tramites.value(row) == replace(spoken(WHOLE), version=1)
    assert read(Tramite, dump(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("unidad", "cantidad", "said"),
    [("habil", 1, "1 día hábil"), ("calendario", 2, "2 días calendario"), ("hora", 24, "24 horas"), ("mes", 1, "1 mes"), ("inmediato", None, "De inmediato")],
)  # fmt: skip
def test_times_are_said_as_people_do(unidad: Unidad, cantidad: int | None, said: str) -> None:
    assert said_time(Tiempo(unidad, cantidad)) == said
    assert said_time(Tiempo(unidad, cantidad, "Si llega completo")) == f"{said}. Si llega completo"


def test_prices_and_requirements_are_said_with_their_notes() -> None:
    assert said_price(Valor("Licencia", None, nota="Depende de los metros")) == "Licencia. Depende de los metros"
    assert said_price(Valor("Visa", 30, moneda="USD")) == "Visa: 30 USD"
    assert (
        said_requirement(Requisito("formulario", "Formulario único", nota="Se llena en línea"))
        == "Formulario único. Se llena en línea"
    )
