"""Two small charts beside each other over a logarithmic scale, as SVG that reads on light and on dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE, TOP = 360, 220, 44, 36


@dataclass(frozen=True, slots=True)
class Series:
    """What one chart shows, and the value at its upper edge."""

    title: str
    values: Sequence[float]
    top: float


def plot(sizes: Sequence[int], *charts: Series) -> str:
    """Return the charts as one SVG."""
    drawn = "".join(
        f'<g transform="translate({at * WIDTH},0)">{_chart(sizes, one)}</g>' for at, one in enumerate(charts)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(charts)} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="11" fill="#777"><title>{"; ".join(one.title for one in charts)}</title>'
        f"{drawn}</svg>\n"
    )


def _chart(sizes: Sequence[int], one: Series) -> str:
    top = max(one.top, *one.values)
    points = [(_x(size, sizes), _y(value, top)) for size, value in zip(sizes, one.values, strict=True)]
    grid = "".join(
        f'<path d="M{EDGE} {_y(top * part, top):.1f}H{WIDTH - 20}" stroke="#999" stroke-opacity=".35"/>'
        f'<text x="{EDGE - 6}" y="{_y(top * part, top) + 4:.1f}" text-anchor="end">{top * part:.2f}</text>'
        for part in (0, 0.5, 1)
    )
    below = "".join(
        f'<text x="{x:.1f}" y="{HEIGHT - 14}" text-anchor="middle">{_thousands(size)}</text>'
        for size, (x, _) in zip(sizes, points, strict=True)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#2a78b8"/>'
        f'<text x="{x:.1f}" y="{y + (16 if value > 0.85 * top else -8):.1f}" text-anchor="middle">{value:.2f}</text>'
        for (x, y), value in zip(points, one.values, strict=True)
    )
    title = f'<text x="{EDGE}" y="16" font-size="12" font-weight="bold">{one.title}</text>'
    return f'{title}{grid}{below}<polyline points="{line}" fill="none" stroke="#2a78b8" stroke-width="2"/>{dots}'


def _x(size: int, sizes: Sequence[int]) -> float:
    low, high = math.log(min(sizes)), math.log(max(sizes))
    return EDGE + 14 + (WIDTH - EDGE - 54) * (math.log(size) - low) / ((high - low) or 1)


def _y(value: float, top: float) -> float:
    return HEIGHT - 34 - (HEIGHT - 34 - TOP) * value / top


def _thousands(size: int) -> str:
    return f"{size:,}".replace(",", ".")
