"""The walker itself, on toy flows: it takes every branch, it ends, and it tells a circle."""

from collections.abc import Mapping

from flows.answers import Choice, Text, YesNo
from flows.context import Context
from flows.effects import Suscribir
from flows.engine import Ask, Do, Flow, Go
from flows.walk import Path, by_question, general, walk, without_way_out
from tests.flows.toys import context, curso


def paths(body: object, **how: object) -> list[Path]:
    return list(walk("juguete", body, context(), **how))  # type: ignore[arg-type]


def taken(found: list[Path]) -> set[tuple[str, object]]:
    return {(stop.ask.key, stop.reply.option) for path in found for stop in path.stops}


def test_every_option_of_every_question_is_taken() -> None:
    assert taken(paths(curso)) >= {
        ("dia", "lunes"), ("dia", "martes"), ("dia", "jueves"), ("jornada", "manana"), ("jornada", "tarde"),
        ("nota", "saltar"), ("nota", None), ("aviso", "si"), ("aviso", "no"),
    }  # fmt: skip


def test_both_results_of_an_effect_are_taken() -> None:
    said = " ".join(text for path in paths(curso) for stop in path.stops for text in stop.said)
    assert "Quedaste para el" in said
    assert "Ya estabas." in said


def test_every_path_ends_and_says_what_it_costs() -> None:
    found = paths(curso)
    assert without_way_out(found) == set()
    assert {path.messages for path in found if path.ended} == {6}


def _circle(world: Context, inicio: Mapping[str, str]) -> Flow:
    n = 0
    while True:
        yield Ask(f"otra.{n}", "¿Otra vez?", YesNo())
        n += 1


def test_a_circle_without_a_way_out_is_told() -> None:
    found = paths(_circle)
    assert found
    assert without_way_out(found) == {("juguete", (), "¿Otra vez?")}


def _circle_with_exit(world: Context, inicio: Mapping[str, str]) -> Flow:
    n = 0
    while (yield Ask(f"otra.{n}", "¿Otra vez?", YesNo())):
        n += 1
    return Go("menu")


def test_a_circle_with_a_way_out_ends() -> None:
    found = paths(_circle_with_exit)
    assert without_way_out(found) == set()
    assert [path.ending for path in found if path.ended] == [Go("menu")]
    assert taken(found) >= {("otra.0", "si"), ("otra.0", "no")}


def _records(world: Context, inicio: Mapping[str, str]) -> Flow:
    cual = yield Ask("cual", "¿Cuál?", Choice.of(a="A", b="B", c="C"))
    yield f"Sobre {cual}."
    yield Ask("mas", "¿Más?", YesNo())


def test_records_are_states_of_their_own_by_screen_and_one_by_question() -> None:
    assert len(paths(_records)) == 6
    assert len(paths(_records, state=by_question)) == 4


def test_the_number_of_a_round_is_no_part_of_a_key() -> None:
    assert general("seccion.12") == "seccion"
    assert general("a.2.b") == "a.b"


def test_the_start_values_reach_the_flow() -> None:
    def body(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("q", f"¿{inicio['texto']}?", Text())
        yield Do("e", Suscribir("x", "1"))

    assert paths(body, inicio={"texto": "hola"})[0].stops[0].text == "¿hola?"
