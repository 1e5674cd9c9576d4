"""The formatting of figures."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """A measurement, and whether it meets its goal if it has one."""

    name: str
    measured: str
    goal: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        verdict = "" if self.met is None else "yes" if self.met else "NO"
        return self.name, self.goal, self.measured, verdict


HEADINGS = ("Figure", "Goal", "Measured", "Met?")


def compare_with_limit(name: str, value: float, limit: float, unit: str = "", note: str = "") -> Figure:
    """Return a figure whose goal is an upper limit."""
    return Figure(name, format_number(value, unit) + note, f"≤ {limit:,g}{unit}", value <= limit)


def format_number(value: float, unit: str = "") -> str:
    """Return a number with as many decimals as its size needs, and its unit."""
    digits = 0 if isinstance(value, int) or value >= 1000 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{unit}"


def format_milliseconds(times: Sequence[float]) -> str:
    """Return times as their median and the 95th percentile."""
    return (
        f"median {format_number(median(times), ' ms')}, 95 % under {format_number(quantiles(times, n=20)[-1], ' ms')}"
    )


def format_spread(values: Sequence[float]) -> str:
    return f"{format_number(median(values))} ({format_number(min(values))} to {format_number(max(values))})"


def format_plain(rows: Iterable[Sequence[str]]) -> str:
    """Return rows in columns, for a terminal."""
    rows = list(rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def format_markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a Markdown table, the first being the headings."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "| --- " * len(HEADINGS) + "|", *lines[1:]])


def print_text(text: str = "") -> None:
    """Print and flush, also into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_note(text: str) -> None:
    sys.stderr.write(f"… {text}\n")
