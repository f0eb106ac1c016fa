"""The parts of a hoja de vida in the cell of a table: what is written is read back, and what is wrong says what to write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.codec import dump
from knowledge.importers import renglones
from knowledge.importers.cells import BadCell
from knowledge.importers.renglones import Renglones
from knowledge.values import Contraste, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Valor, Vigencia

WORDS = st.text("abñ (2):|;=-é1", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(
    lambda text: text and text[:1] not in "[{" and not text.startswith("http")
)  # fmt: skip
LINK = st.none() | st.just("https://www.cartagena.gov.co/a?b=1")
DAY = st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))
NINES = "9" * 5_000  # Python reads no number of more than 4300 figures
NOTE = st.none() | WORDS


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        (renglones.MOMENTOS, st.lists(st.builds(Momento, WORDS, st.lists(st.builds(Requisito, st.sampled_from(["documento", "pago", "condicion"]), WORDS, st.integers(1, 9), st.booleans(), NOTE, LINK), max_size=2).map(tuple)), min_size=1, max_size=3)),
        (renglones.VALORES, st.lists(st.builds(Valor, WORDS, st.none() | st.integers(0, 10**9), st.just("COP"), NOTE, NOTE, LINK, DAY), min_size=1, max_size=3)),
        (renglones.NORMAS, st.lists(st.builds(Norma, st.sampled_from(["Ley", "Decreto Ley"]), st.sampled_from(["388", "019"]), st.integers(1900, 2099), NOTE, LINK), min_size=1, max_size=3)),
        (renglones.PUNTOS, st.lists(st.builds(Punto, WORDS, NOTE, NOTE, NOTE, st.just(10.42), st.just(-75.55)), min_size=1, max_size=3)),
        (renglones.PREGUNTAS, st.lists(st.builds(Pregunta, WORDS, WORDS), min_size=1, max_size=3)),
        (renglones.CONTRASTES, st.lists(st.builds(Contraste, st.just("ctg-a"), WORDS), min_size=1, max_size=3)),
        (renglones.VIGENCIAS, st.lists(st.builds(Vigencia, st.sampled_from(["costo", "en_linea"]), st.none() | st.just("Acuerdo 1"), DAY), min_size=1, max_size=3)),
    ],
)  # fmt: skip
def test_what_is_written_in_a_cell_is_read_back(cell: Renglones, items: st.SearchStrategy[list[object]]) -> None:
    @given(items)
    def check(values: list[object]) -> None:
        kept = [dump(value) for value in values]
        assert cell(cell.write(kept)) == kept

    check()


@pytest.mark.parametrize("time", [Tiempo("habil", 1), Tiempo("calendario", 15, "si está completo"), Tiempo("inmediato"), Tiempo("mes", 2), Tiempo("hora", 1)])  # fmt: skip
def test_a_time_is_read_back(time: Tiempo) -> None:
    assert renglones.TIEMPO(renglones.TIEMPO.write(dump(time))) == dump(time)


def test_a_cell_reads_as_a_clerk_writes_it() -> None:
    cell = "Reunir todo\ndocumento: Cédula (2) | si aplica | nota: por ambos lados\nCondición: Ser mayor\n\nRadicar"
    assert renglones.MOMENTOS(cell) == [
        dump(
            Momento(
                "Reunir todo",
                (Requisito("documento", "Cédula", 2, False, "por ambos lados"), Requisito("condicion", "Ser mayor")),
            )
        ),
        dump(Momento("Radicar")),
    ]


@pytest.mark.parametrize("text", ["Pago: en el banco", "paso: uno", "Copia (2)", "Entregar\nalgo", r"a | b"])
def test_words_that_look_like_the_shape_are_still_words(text: str) -> None:
    kept = [dump(Momento(text.replace("\n", " "), (Requisito("documento", text.replace("\n", " ")),)))]
    assert renglones.MOMENTOS(renglones.MOMENTOS.write([dump(Momento(text, (Requisito("documento", text),)))])) == kept


def test_a_number_that_nobody_counts_to_is_words() -> None:
    found = renglones.MOMENTOS(f"Reunir\ndocumento: Cédula ({NINES})")
    assert found == [dump(Momento("Reunir", (Requisito("documento", f"Cédula ({NINES})"),)))]


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        (renglones.MOMENTOS, "documento: Cédula", "la primera línea debe ser un paso"),
        (renglones.MOMENTOS, "Paso\ndocumento: ", "falta decir qué se pide"),
        (renglones.VALORES, "Certificado | $ 25.000", "el precio va solo con números"),
        (renglones.VALORES, "Certificado | 25000 | vence: mañana", "escribe la fecha como 2026-03-30"),
        (renglones.TIEMPO, "pronto", "escribe, por ejemplo, 15 días hábiles"),
        (renglones.NORMAS, "La ley de siempre", "escribe, por ejemplo, Ley 388 de 1997"),
        (renglones.PUNTOS, "Ventanilla | La Matuna", "escribe dirección:"),
        (renglones.PREGUNTAS, "¿Sí?", "escribe la pregunta | la respuesta"),
        (renglones.VIGENCIAS, "precio | Acuerdo", "escribe uno de estos"),
        (renglones.MOMENTOS, '[{"otro": 1}]', "no está escrito como lo exporta"),
        (renglones.VALORES, f'[{{"concepto": "Copia", "valor": {NINES}}}]', "no está escrito como lo exporta"),
        (renglones.VALORES, "[" * 100_000, "no está escrito como lo exporta"),
        (renglones.VALORES, f"Copia | {NINES}", "el precio va solo con números"),
        (renglones.TIEMPO, f"{NINES} días", "escribe, por ejemplo, 15 días hábiles"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(cell: Renglones, text: str, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        cell(text)
