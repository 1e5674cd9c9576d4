"""Where in a text the words of a query are, marked with <mark>."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from gateway.catalogue.text.tokens import WORD_PATTERN, compose_accents, tokenise

MAX_LENGTH_BEFORE, PASSAGE_LENGTH = 60, 220
"""In characters: the part of a passage before its first marked word, and the whole."""
GAP_PATTERN = r"[^\W_]*(?:['’][^\W_]+)?[\W_]+(?:[^\W_]+[\W_]+){0,2}?"
"""What may be between two words of a run: the end of the first, and a stop word or two."""

type Span = tuple[int, int]


class Marker:
    """A finder of runs of tokens in texts."""

    def __init__(self, runs: Collection[str]) -> None:
        self.runs = {tuple(run.split()) for run in runs}
        self.pattern = build_pattern(frozenset(runs))

    def find_spans(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield the places where the text holds a run, each with the run."""
        for match in self.pattern.finditer(text):
            first = WORD_PATTERN.match(text, match.start())
            for start, end in (match.span(), first.span() if first else match.span()):
                if (run := tuple(tokenise(text[start:end]))) in self.runs:
                    yield (start, end), " ".join(run)
                    break

    def find_runs(self, *texts: str) -> set[str]:
        return {run for text in texts for _, run in self.find_spans(compose_accents(text))}

    def mark_runs(self, text: str) -> SafeString:
        """Return the text, escaped, with its runs marked, or nothing if it has none."""
        text = compose_accents(text)
        spans = [span for span, _ in self.find_spans(text)]
        return mark_spans(text, spans) if spans else mark_safe("")

    def get_passage(self, text: str) -> SafeString:
        """Return the stretch of a text that holds most of the runs, marked, or nothing if it holds none."""
        text = compose_accents(text)
        spans = list(self.find_spans(text))
        if not spans:
            return mark_safe("")
        starts = [max(start - MAX_LENGTH_BEFORE, 0) for (start, _), _ in spans[:200]]
        best = max(starts, key=lambda start: len({run for span, run in spans if is_in(span, start)}))
        start, end = trim_to_words(text, best, best + PASSAGE_LENGTH)
        inside = [(a - start, b - start) for (a, b), _ in spans if start <= a and b <= end]
        shown = mark_spans(text[start:end], inside)
        return mark_safe(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}")  # noqa: S308 (escaped)


def is_in(span: Span, start: int) -> bool:
    """Return whether a run is in the passage that starts at this place."""
    return start <= span[0] and span[1] <= start + PASSAGE_LENGTH


def trim_to_words(text: str, start: int, end: int) -> Span:
    """Return the same stretch without parts of words at its ends."""
    if start and (space := text.find(" ", start, start + MAX_LENGTH_BEFORE)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", start + MAX_LENGTH_BEFORE, end)) >= 0:
        end = space
    return start, min(end, len(text))


def mark_spans(text: str, spans: Collection[Span]) -> SafeString:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [escape(text[last:start]), f"<mark>{escape(text[start:end])}</mark>"]
        last = end
    return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308 (every piece is escaped)


@lru_cache(maxsize=100)
def build_pattern(runs: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of what may be one of these runs: words that begin as its tokens do, the longest first."""
    ordered = sorted(runs, key=lambda run: (-len(run), run))
    words = "|".join(GAP_PATTERN.join(re.escape(get_beginning(token)) for token in run.split()) for run in ordered)
    return re.compile(rf"(?<![^\W_])(?:{words or '(?!)'})[^\W_]*(?:['’][^\W_]+)?", re.IGNORECASE)


def get_beginning(token: str) -> str:
    """Return how every word with this token begins; stemming may have changed the last letter."""
    if re.fullmatch(r"u(?:[0-9a-f]{2}){2,}", token):
        try:
            return bytes.fromhex(token[1:]).decode()[:-1]
        except UnicodeDecodeError:
            return token
    return token[: max(len(token) - 1, min(len(token), 2))]
