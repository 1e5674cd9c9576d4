"""A line chart of weekly numbers, computed on the server so that the page needs no script or inline style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date

WIDTH, HEIGHT = 480, 230
LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 44, 12, 12, 32
MAX_TICKS = 4
TICK_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Line:
    """One line: its label, its class name, its points in SVG syntax, and the same as coordinates for marks."""

    label: str
    name: str
    points: str
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Tick:
    """A label on an axis, and its position."""

    label: str
    place: float


@dataclass(frozen=True)
class Plot:
    """A chart in a box of `width` by `height`."""

    lines: tuple[Line, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT_MARGIN
    right: int = WIDTH - RIGHT_MARGIN
    floor: int = HEIGHT - BOTTOM_MARGIN


def draw_plot(weeks: Sequence[date], series: Mapping[tuple[str, str], Sequence[int]]) -> Plot:
    """Return a chart of lines over weeks. `series` holds the numbers of each line by its name and label."""
    top = find_axis_top(max((max(numbers, default=0) for numbers in series.values()), default=0))
    across = (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / max(len(weeks) - 1, 1)
    down = HEIGHT - TOP_MARGIN - BOTTOM_MARGIN

    def x(place: int) -> float:
        return round(LEFT_MARGIN + place * across, 1)

    def y(number: int) -> float:
        return round(TOP_MARGIN + down * (1 - number / top), 1)

    lines = []
    for (name, label), numbers in series.items():
        marks = tuple((x(place), y(number)) for place, number in enumerate(numbers))
        lines.append(Line(label, name, " ".join(f"{across},{down}" for across, down in marks), marks))
    step = choose_tick_step(top)
    named = {0, (len(weeks) - 1) // 2, len(weeks) - 1} if weeks else set()
    return Plot(
        tuple(lines),
        tuple(Tick(f"{number:,}", y(number)) for number in range(0, top + 1, step)),
        tuple(Tick(format_date(weeks[place], "j M"), x(place)) for place in sorted(named)),
    )


def choose_tick_step(top: int) -> int:
    """Return the distance between labels on the axis of numbers: 1, 2 or 5 times a power of ten, for few labels."""
    scale = 1
    while True:
        for step in TICK_STEPS:
            if top <= step * scale * MAX_TICKS:
                return step * scale
        scale *= 10


def find_axis_top(most: int) -> int:
    """Return the number at the top of the axis: the next label at or above the largest number."""
    step = choose_tick_step(max(most, 1))
    return -(-max(most, 1) // step) * step
