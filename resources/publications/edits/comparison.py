"""The comparison of two texts, line by line in one column or word by word in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

MAX_LINES_COMPARED = 400
"""The most lines of a text. A longer text is shown as a whole, before and after."""
MAX_WORDS_COMPARED = 600
"""The most words in a run of changed lines. A longer run counts as changed as a whole."""
WORDS_PATTERN = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """A run of text that stayed, went or came."""

    what: str
    text: str


def compare_texts(before: str, after: str) -> Iterator[Piece]:
    """Yield the lines of two texts in runs that stayed, went or came."""
    for what, old, new in find_runs(*split_lines(before, after)):
        if what == "equal":
            yield Piece("stayed", "\n".join(old))
            continue
        if old:
            yield Piece("went", "\n".join(old))
        if new:
            yield Piece("came", "\n".join(new))


def compare_side_by_side(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts to be shown side by side: the first with what went, the second with what came."""
    left: list[Piece] = []
    right: list[Piece] = []
    for what, old, new in find_runs(*split_lines(before, after)):
        words_before, words_after = WORDS_PATTERN.findall("\n".join(old)), WORDS_PATTERN.findall("\n".join(new))
        if max(len(words_before), len(words_after)) > MAX_WORDS_COMPARED or what == "equal":
            add_runs(left, right, [(what, words_before, words_after)])
        else:
            add_runs(left, right, find_runs(words_before, words_after))
        for side, lines in ((left, old), (right, new)):
            side.extend([Piece("stayed", "\n")] if lines else [])
    return left[:-1] if left else left, right[:-1] if right else right


def add_runs(left: list[Piece], right: list[Piece], found: Iterator[tuple] | list[tuple]) -> None:
    for what, old, new in found:
        if old:
            left.append(Piece("stayed" if what == "equal" else "went", "".join(old)))
        if new:
            right.append(Piece("stayed" if what == "equal" else "came", "".join(new)))


def split_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines of two texts, or each text as one line if either is too long to compare."""
    old, new = before.splitlines(), after.splitlines()
    return ([before], [after]) if max(len(old), len(new)) > MAX_LINES_COMPARED else (old, new)


def find_runs(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the runs of two lists, each with the opcode of difflib: equal, replace, delete or insert."""
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield what, old[start:end], new[new_start:new_end]
