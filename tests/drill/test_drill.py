"""Kill the product at every fault point of a turn and of a delivery: nothing is lost, doubled or disordered."""

from pathlib import Path

import pytest

from tests.drill.drill import POINTS, Drill, plan
from tests.drill.stage import ready

RUNS = 45  # three for each point
SEED = 20260330


@pytest.mark.drill
def test_forty_five_kills_lose_nothing_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    report = Drill(ready(database_url), tmp_path, SEED).run(RUNS)
    assert report.kills.total() == RUNS
    assert all(report.kills[point] >= RUNS // len(POINTS) for point in POINTS)
    assert report.repeated > 0, "nobody noticed that the server was killed"
    assert report.told > 10, "the office told nobody anything"


def test_five_hundred_kills_reach_every_point_twenty_times() -> None:
    planned = [point for point, _ in plan(500, SEED)]
    assert min(planned.count(point) for point in POINTS) >= 20
