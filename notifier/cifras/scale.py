"""Times are kept on the R20 series of ISO 3: rounded up, within 15 %, and a million of them are forty numbers. Pure."""

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from math import ceil

_R20 = (100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800, 900)
STEPS: tuple[int, ...] = (0, *sorted({-(-base * 10**power // 100) for power in range(10) for base in _R20}))


def step(value: int) -> int:
    """Return the step that holds a value: itself or the next one above. What is past the last step is the last."""
    return STEPS[min(bisect_left(STEPS, value), len(STEPS) - 1)]


def percentile(steps: Mapping[int, int], percent: int) -> int | None:
    """Return the step that so many of a hundred did not exceed; None of nothing."""
    ordered = sorted(steps.items())
    counts = list(accumulate(count for _, count in ordered))
    if not counts or not counts[-1]:
        return None
    wanted = max(1, ceil(counts[-1] * percent / 100))
    return ordered[bisect_left(counts, wanted)][0]
