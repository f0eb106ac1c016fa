"""Sentences that are true of any figures, drawings that are safe, names that people know."""

import re
from datetime import date

import pytest

from bot.cifras.filas import Fila
from bot.cifras.frases import Medida, altibajos, cambio, lider
from bot.cifras.nombres import Nombres, pregunta
from bot.cifras.svg import Columna, bar, columns
from bot.cifras.textos import corto, en, periodo, y
from notifier.cifras.formulas import Cifra
from notifier.cifras.periods import Periodo

FEBRERO = Periodo(date(2026, 2, 1), date(2026, 2, 28))


def fila(
    valor: float | None, unidad: str = "conversaciones", numerador: int | None = None, denominador: int | None = None
) -> Fila:
    return Fila("2026-02", 4, "x", "", valor, unidad, numerador, denominador, denominador or 1_000, 1)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (fila(12), fila(10), "2 más que antes: en enero fueron 10 conversaciones."),
        (fila(0), fila(1), "1 menos que antes: en enero fue 1 conversación."),
        (fila(0), fila(0), "Igual que antes: en enero fueron 0 conversaciones."),
        (fila(0), fila(None), "Sin datos en enero para comparar."),
        (fila(None), fila(3), ""),
        (fila(50.0, "%", 1, 2), fila(25.0, "%", 1, 4), "Subió 25 puntos: en enero fue 25,0\u00a0% (1 de 4)."),
        (fila(0.2, "s"), fila(1.2, "s"), "1 segundo menos que antes: en enero fueron 1,2 segundos (de 1.000)."),
    ],
)
def test_a_change_is_true_of_any_two_values(now: Fila, before: Fila, said: str) -> None:
    assert cambio(now, before, "en enero") == said


def test_a_sentence_is_true_of_nothing_of_one_and_of_a_draw() -> None:
    uno, dos = Medida("A", 3, "3 de 6"), Medida("B", 3, "3 de 6")
    assert lider([], "Lo más", "Nada.") == lider([Medida("A", 0, "0")], "Lo más", "Nada.") == "Nada."
    assert lider([uno], "Lo más", "Nada.") == "Lo más: A, 3 de 6."
    assert lider([uno, dos], "Lo más", "Nada.") == "Lo más, con lo mismo: A y B, 3 de 6."
    assert lider([uno], "Lo más", "Nada.", 3) == "De lo que se cuenta aparte, lo más: A, 3 de 6."
    assert altibajos([], "días", "Nada.") == altibajos([Medida("A", 0, "0")], "días", "Nada.") == "Nada."
    assert altibajos([uno, dos], "días", "Nada.") == "De días hubo lo mismo cada vez: 3 de 6."
    many = [Medida(name, 1, "1") for name in "abc"]
    assert altibajos([*many, uno], "días", "Nada.") == "Hubo más días A: 3 de 6. Hubo menos a, b y 1 más: 1."


def test_a_drawing_is_safe_and_true_of_zero_and_of_what_is_not_told() -> None:
    assert "&lt;b&gt;" in bar(1, 2, "<b>")
    assert 'width="31%"' in bar(1, 2, "1")
    assert 'width="0%"' in bar(0, 0, "0")
    assert columns([]) == ""
    flat = columns([Columna("ene", 0, "0"), Columna("feb", None, "—")])
    assert "<rect" not in flat
    assert ">0<" in flat
    assert ">—<" in flat
    wide = columns([Columna("1", 2, "2"), Columna("2–8", 1, "7 en 7 días", 7)])
    widths = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)%"', wide)]
    assert widths[1] == pytest.approx(7 * widths[0])
    assert "<script" not in columns([Columna("<script>", 1, "<script>")] * 40)


@pytest.mark.parametrize("count", [1, 6, 7, 12, 24, 31, 45])
def test_every_column_has_its_value_on_it(count: int) -> None:
    drawn = columns([Columna(f"n{n}", n + 1, f"v{n}") for n in range(count)])
    assert [f"v{n}" for n in range(count)] == re.findall(r">(v\d+)<", drawn)
    assert drawn.count("<rect") == count
    kept_on_a_phone = count - drawn.count('class="menor"')
    assert kept_on_a_phone == count if count <= 14 else 2 <= kept_on_a_phone <= 4


def test_of_very_many_columns_only_the_key_values_are_printed() -> None:
    drawn = columns([Columna(f"n{n}", n % 7, f"v{n}") for n in range(60)])
    assert {"v0", "v59", "v6"} <= set(re.findall(r">(v\d+)<", drawn))
    assert len(re.findall(r">(v\d+)<", drawn)) <= 4


def test_periods_and_lists_are_said_as_people_say_them() -> None:
    day = date(2026, 2, 3)
    assert periodo(FEBRERO) == "febrero de 2026"
    assert en(Periodo(date(2025, 12, 1), FEBRERO.hasta)) == "de diciembre de 2025 a febrero de 2026"
    assert en(Periodo(day, day)) == "el 3 de febrero de 2026"
    assert en(Periodo(day, date(2026, 2, 5))) == "del 3 al 5 de febrero de 2026"
    assert periodo(Periodo(date(2026, 1, 15), day)) == "15 de enero al 3 de febrero de 2026"
    assert [corto(p) for p in (FEBRERO, Periodo(day, day), Periodo(day, date(2026, 2, 5)))] == [
        "feb 2026",
        "3 feb",
        "3–5 feb",
    ]
    assert [y(["a"]), y(["a", "b"]), y(["ajo", "pan", "isla"])] == ["a", "a y b", "ajo, pan e isla"]


def test_nothing_is_shown_by_the_name_that_only_a_program_knows() -> None:
    assert pregunta("radicar.objeto.0") == "Petición o queja: qué pide"
    assert pregunta("radicar.archivo.1.2") == "Petición o queja: un archivo"
    assert pregunta("nueva.cosa_rara.0") == "Nueva: cosa rara"
    assert Nombres().de("tema", "algo_nuevo") == "Algo nuevo"
    assert (
        Nombres().cifra(Cifra(7, "", 1, dimension="hora=otros"))
        == "Conversaciones por hora en que empiezan: Varias horas, sin separar"
    )
