"""The characters of a PDF page that its reader sees: those without which the page would look different.

A page is drawn as it is and without its text. Where both are alike there is no text for the reader: it is on a layer
that is switched off, white on white, behind a picture, cut off or too small. Words behind the picture of a scan are
read, because they say what it shows. Text that shares its place with other text is left out on its own, to see whether
the page changes.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pypdfium2 import raw

MAX_SIDE_PIXELS = 1_600
"""A page is drawn at one pixel per point, or smaller if its longer side would be longer than this."""
MIN_COLOUR_DIFFERENCE = 8
"""Two colours that differ by less in red, green and blue (0 to 255) count as the same."""
MAX_RUNS_TRIED = 40
"""The number of runs sharing a place that are left out one at a time; any more are not read."""
CELL_PIXELS = 4
"""Two characters whose centres are in the same square of this size share their place."""
MIN_SCAN_SHARE = 0.5
"""A picture that covers this share of the page counts as a scan of it."""
LAYER_MARK = "OC"


class Box(NamedTuple):
    """A part of a picture, from the left and the top."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class Run:
    """Characters that one command of the page draws."""

    drawn: Any
    places: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    text: str = ""

    @property
    def box(self) -> Box:
        lefts, tops, rights, bottoms = zip(*self.boxes, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))

    def show(self, is_shown: bool) -> None:
        raw.FPDFPageObj_SetIsActive(self.drawn, is_shown)


class Picture:
    """A page as it is drawn now."""

    def __init__(self, page: Any) -> None:
        bitmap = page.render(scale=min(1, MAX_SIDE_PIXELS / max(page.get_size())))
        self.width, self.height, self.stride, self.depth = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
        self.data = bytes(bitmap.buffer)
        bitmap.close()

    def get_rows(self, box: Box) -> Iterator[bytes]:
        """Yield the rows of a part, as far as it is on the picture."""
        left, right = max(box.left, 0) * self.depth, min(box.right, self.width) * self.depth
        for row in range(max(box.top, 0), min(box.bottom, self.height)):
            yield self.data[row * self.stride + left : row * self.stride + max(left, right)]

    def is_different_from(self, other: Picture, box: Box) -> bool:
        """Return whether a reader would see a difference between two pictures in a part."""
        pairs = zip(self.get_rows(box), other.get_rows(box), strict=True)
        return any(here != there and is_seen(here, there) for here, there in pairs)

    def is_plain(self, box: Box) -> bool:
        """Return whether a part has only one colour."""
        first = next(self.get_rows(box), b"")[: self.depth]
        return all(not is_seen(row, first * (len(row) // self.depth)) for row in self.get_rows(box))


def is_seen(here: bytes, there: bytes) -> bool:
    """Return whether two rows differ visibly."""
    return any(abs(one - other) >= MIN_COLOUR_DIFFERENCE for one, other in zip(here, there, strict=True))


def get_visible_text(page: Any) -> str:
    """Return the text of a page that its reader sees."""
    text = page.get_textpage()
    codes = [raw.FPDFText_GetUnicode(text, place) for place in range(text.count_chars())]
    characters = [chr(code) for code in codes]
    if not characters:
        return ""
    picture = Picture(page)
    hidden = find_hidden_places(page, get_runs(page, text, characters, picture), picture)
    text.close()
    kept = "".join(each for place, each in enumerate(characters) if place not in hidden)
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def get_runs(page: Any, text: Any, characters: list[str], picture: Picture) -> list[Run]:
    """Return the runs of a page; spaces and what PDFium itself puts between lines belong to none."""
    runs: dict[int, Run] = {}
    for place, character in enumerate(characters):
        drawn = raw.FPDFText_GetTextObject(text, place)
        if not drawn or character.isspace() or raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        run = runs.setdefault(get_address(drawn), Run(drawn))
        run.places.append(place)
        run.boxes.append(get_box(page, text, place, picture))
        run.text += character
    return list(runs.values())


def get_box(page: Any, text: Any, place: int, picture: Picture) -> Box:
    """Return where a character is on a picture of the page, with a pixel around it."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    across, down = [], []
    for x, y in ((left, top), (right, bottom)):
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, picture.width, picture.height, 0, x, y, column, row)
        across.append(column.value)
        down.append(row.value)
    return Box(min(across) - 1, min(down) - 1, max(across) + 2, max(down) + 2)


def find_hidden_places(page: Any, runs: list[Run], picture: Picture) -> set[int]:
    """Return the positions of the characters that the reader of a page does not see."""
    painted = [run for run in runs if not is_unpainted(run)]
    without_text = draw_without(page, painted) if painted else picture
    hidden = {
        place
        for run in runs
        for place, box in zip(run.places, run.boxes, strict=True)
        if not picture.is_different_from(without_text, box)
    }
    unpainted = [run for run in runs if not hidden.isdisjoint(run.places) and is_unpainted(run)]
    if unpainted and has_scan(page):
        hidden -= {place for run in unpainted if not picture.is_plain(run.box) for place in run.places}
    for run in find_invisible_runs(page, find_overlapping_runs(runs, hidden), picture):
        hidden |= set(run.places)
    return hidden


def draw_without(page: Any, runs: Iterable[Run]) -> Picture:
    taken = list(runs)
    for run in taken:
        run.show(False)
    picture = Picture(page)
    for run in taken:
        run.show(True)
    return picture


def find_overlapping_runs(runs: list[Run], hidden: set[int]) -> list[Run]:
    """Return the runs with a part that seems to be visible in the same place as other words."""
    cells: dict[tuple[int, int], dict[str, Run]] = defaultdict(dict)
    for run in runs:
        for place, box in zip(run.places, run.boxes, strict=True):
            if place not in hidden:
                cells[(box.left + box.right) // 2 // CELL_PIXELS, (box.top + box.bottom) // 2 // CELL_PIXELS][
                    run.text
                ] = run
    found = {id(run): run for shared in cells.values() if len(shared) > 1 for run in shared.values()}
    return list(found.values())


def find_invisible_runs(page: Any, runs: list[Run], picture: Picture) -> Iterator[Run]:
    """Yield those of the runs without which the page looks the same."""
    for number, run in enumerate(runs):
        if number >= MAX_RUNS_TRIED or not picture.is_different_from(draw_without(page, [run]), run.box):
            yield run


def is_unpainted(run: Run) -> bool:
    """Return whether a run is never painted, like the words behind a scan."""
    mode = raw.FPDFTextObj_GetTextRenderMode(run.drawn)
    return mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE and not is_on_layer(run.drawn)


def has_scan(page: Any) -> bool:
    """Return whether a picture covers most of the page."""
    whole = page.get_width() * page.get_height()
    found = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=1)
    return any(
        (right - left) * (top - bottom) >= MIN_SCAN_SHARE * whole for left, bottom, right, top in map(get_bounds, found)
    )


def get_bounds(drawn: Any) -> tuple[float, float, float, float]:
    """Return where something is on a page, from the left and the bottom."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def is_on_layer(drawn: Any) -> bool:
    """Return whether something is on a layer that can be switched on and off."""
    marks = (raw.FPDFPageObj_GetMark(drawn, number) for number in range(raw.FPDFPageObj_CountMarks(drawn)))
    return any(get_mark_name(mark) == LAYER_MARK for mark in marks)


def get_mark_name(mark: Any) -> str:
    """Return the beginning of the name of a mark."""
    name, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), 64, length)
    return name.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def get_address(drawn: Any) -> int:
    """Return the address by which PDFium knows something on a page."""
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0
