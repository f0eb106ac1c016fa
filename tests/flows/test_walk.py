"""What every real flow promises on every path: a way on or out, screens that fit a phone, digits enough."""

from collections.abc import Iterable
from statistics import median

import pytest

from flows.choosing import chosen
from flows.engine import Forget, Go, Later, Resume
from flows.messages import Message, Option
from flows.registro import FLOWS
from flows.walk import Path, Stop, without_way_out
from tests.flows.starts import STARTS, each_record, screens, worlds

EVERY_FLOW = sorted(FLOWS)
FOOTER = len("\n\nEscribe *menú* para ver más opciones.")


def stops(flow: str) -> Iterable[Stop]:
    return (stop for path in screens(flow) for stop in path.stops)


def test_every_flow_has_its_ways_in() -> None:
    assert set(STARTS) == set(FLOWS)


@pytest.mark.parametrize("flow", EVERY_FLOW)
def test_every_path_ends_in_a_goodbye_or_a_hand_over(flow: str) -> None:
    assert without_way_out(screens(flow)) == set()
    for path in (path for path in screens(flow) if path.ended):
        match path.ending:
            case Go(flow=name):
                assert name in FLOWS
            case Resume() | Forget() | Later():
                pass
            case None:
                assert " ".join(path.farewell).strip(), f"{flow}: ends without a word after {_last(path)}"


def _last(path: Path) -> str:
    return f"{path.stops[-1].ask.key}={path.stops[-1].reply}" if path.stops else "the start"


@pytest.mark.parametrize("flow", EVERY_FLOW)
def test_every_list_fits_a_phone(flow: str) -> None:
    for stop in stops(flow):
        _fits(flow, stop)


def test_every_record_fits_a_phone() -> None:
    for path in each_record():
        for stop in path.stops:
            _fits("tramites", stop)


def _fits(flow: str, stop: Stop) -> None:
    where = f"{flow}.{stop.ask.key}"
    assert len(stop.options) <= 10, where
    limit = 20 if len(stop.options) <= 3 else 24
    for option in stop.options:
        assert 0 < len(option.title) <= limit, f"{where}: «{option.title}» has {len(option.title)} characters"
        assert len(option.description) <= 72, f"{where}: «{option.description}»"
    assert len({o.id for o in stop.options}) == len(stop.options), f"{where}: an id twice"
    assert len({o.title for o in stop.options}) == len(stop.options), f"{where}: a title twice"
    if stop.options:
        size = len(stop.text) + (FOOTER if "*men" not in stop.text.lower() else 0)
        assert size <= 1024, f"{where}: {size} characters\n{stop.text}"


@pytest.mark.parametrize("flow", EVERY_FLOW)
def test_every_list_can_be_chosen_from_with_digits_alone(flow: str) -> None:
    for stop in stops(flow):
        for number, option in enumerate(stop.options, start=1):
            assert chosen(stop.options, Message(text=str(number))) == option.id
            assert chosen(stop.options, Message(text=option.title)) == option.id, (
                f"{flow}.{stop.ask.key}: {option.title}"
            )


@pytest.mark.parametrize("flow", EVERY_FLOW)
def test_no_screen_says_none_or_leaves_a_brace(flow: str) -> None:
    for path in screens(flow):
        for text in (*(stop.text for stop in path.stops), *path.farewell):
            assert "None" not in text, text
            assert "{" not in text, text
            assert text.strip()


def test_what_a_path_costs(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\nmensajes que la entidad paga por conversación (mediana, máximo)")
        for flow in EVERY_FLOW:
            costs = [path.messages for path in screens(flow) if path.ended]
            print(f"  {flow:16} {median(costs):4.0f} {max(costs):4}  en {len(costs)} caminos")
    assert all(path.messages <= 60 for flow in EVERY_FLOW for path in screens(flow))


def test_options_are_plain_values() -> None:
    assert all(isinstance(o, Option) for flow in EVERY_FLOW for stop in stops(flow) for o in stop.options)
    assert len(worlds()) == 3
