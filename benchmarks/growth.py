"""How the times grow with the ledger, as a drawing: SVG by hand, for it is a few lines and some words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 860, 480
LEFT, RIGHT, TOP, BOTTOM = 60, 300, 20, 45
COLOURS = (
    "#1b6ca8 #d1495b #2e8b57 #8e5ea2 #c77b0a #3a9ea5 #5b5b5b #a83279 #6b8e23 #344e86 #b5651d #008080".split()
)


@dataclass(frozen=True)
class Scale:
    """From sizes and seconds to places in the drawing; both axes are logarithmic."""

    sizes: tuple[float, float]
    seconds: tuple[float, float]

    def x(self, size: float) -> float:
        """Place a size."""
        return LEFT + (WIDTH - LEFT - RIGHT) * _part(log10(size), self.sizes)

    def y(self, seconds: float) -> float:
        """Place a time."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * _part(log10(seconds), self.seconds)


def _part(value: float, ends: tuple[float, float]) -> float:
    return (value - ends[0]) / ((ends[1] - ends[0]) or 1)


def drawing(sizes: Sequence[int], times: Mapping[str, Sequence[float]]) -> str:
    """Draw one line for each row of the table."""
    every = [time for found in times.values() for time in found]
    scale = Scale(
        (log10(sizes[0]), log10(sizes[-1])), (floor(log10(min(every))), max(ceil(log10(max(every))), 1))
    )
    parts = [*_grid(scale, sizes), *_proportion(scale, sizes), *_lines(scale, sizes, times)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *parts, "</svg>", ""])


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def _stroke(points: Iterable[tuple[float, float]], colour: str, more: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>'


def _grid(scale: Scale, sizes: Sequence[int]) -> Iterable[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(int(scale.seconds[0]), int(scale.seconds[1]) + 1):
        y = scale.y(10.0**power)
        yield _stroke([(LEFT, y), (right, y)], "#dddddd")
        yield _text(LEFT - 6, y + 4, f"{10.0**power:g} s", 'text-anchor="end"')
    for size in sizes:
        x = scale.x(size)
        yield _stroke([(x, TOP), (x, bottom)], "#dddddd")
        yield _text(x, bottom + 18, f"{size:,}", 'text-anchor="middle"')
    yield _text((LEFT + right) / 2, HEIGHT - 8, "projects", 'text-anchor="middle"')


def _proportion(scale: Scale, sizes: Sequence[int]) -> Iterable[str]:
    """Draw what grows in proportion, through the corner below on the left."""
    reach = min(sizes[-1] / sizes[0], 10.0 ** (scale.seconds[1] - scale.seconds[0]))
    low = 10.0 ** scale.seconds[0]
    ends = (scale.x(sizes[0]), scale.y(low)), (scale.x(sizes[0] * reach), scale.y(low * reach))
    yield _stroke(ends, "#aaaaaa", 'stroke-dasharray="5 4"')


def _lines(scale: Scale, sizes: Sequence[int], times: Mapping[str, Sequence[float]]) -> Iterable[str]:
    ranked = sorted(times.items(), key=lambda item: -item[1][-1])
    for n, (name, found) in enumerate(ranked):
        colour = COLOURS[n % len(COLOURS)]
        points = [(scale.x(size), scale.y(time)) for size, time in zip(sizes, found, strict=True)]
        yield _stroke(points, colour, 'stroke-width="2"')
        label = TOP + 12 + 22 * n
        yield _stroke([points[-1], (WIDTH - RIGHT + 14, label - 4)], colour, 'stroke-width="0.5"')
        yield _text(WIDTH - RIGHT + 18, label, name.replace("`", ""), f'fill="{colour}"')
