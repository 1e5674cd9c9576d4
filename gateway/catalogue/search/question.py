"""What a visitor typed, as the search understands it: words, "phrases", and words with a minus before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gateway.catalogue.search.analysis import tokens

LONGEST = 200
"""Characters that are read."""
MOST_WORDS = 12
"""Words and phrases that are looked for."""
LONGEST_SYNONYM = 6
"""Words of one."""
PARTS = re.compile(r'(?:(?<!\S)(-))?"([^"]+)"|(?:(?<!\S)(-))?([^\s"]+)')
QUOTES = str.maketrans("“”„«»‟", '""""""')

type Synonyms = Mapping[tuple[str, ...], tuple[str, ...]]


class Wanted(NamedTuple):
    """A run of tokens (mostly one), and others that mean the same."""

    run: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is looked for; `runs_together` are words that stand side by side in it, which count for more so."""

    wanted: tuple[Wanted, ...] = ()
    unwanted: tuple[str, ...] = ()
    runs_together: tuple[str, ...] = ()

    @property
    def runs(self) -> set[str]:
        """Every run of tokens that must be looked up."""
        wanted = {run for each in self.wanted for run in (each.run, *each.others)}
        return wanted | {*self.unwanted, *self.runs_together}


def read_question(text: str, synonyms: Synonyms) -> Question:
    """What a text asks; a text without any telling word asks nothing."""
    wanted: dict[str, bool] = {}
    unwanted: dict[str, None] = {}
    for is_unwanted, is_phrase, found in parts(text):
        if len(wanted) + len(unwanted) >= MOST_WORDS:
            break
        if is_unwanted:
            unwanted[" ".join(found)] = None
        elif is_phrase:
            wanted[" ".join(found)] = True
        else:
            wanted |= {token: False for token in found if token not in wanted}
    if not wanted:
        return Question()
    runs = list(wanted)[:MOST_WORDS]
    loose = [run for run in runs if not wanted[run]]
    others = equivalents(loose, synonyms)
    return Question(
        tuple(each_meaning_once(Wanted(run, others.get(run, ())) for run in runs)),
        tuple(run for run in unwanted if run not in wanted),
        tuple(f"{first} {second}" for first, second in pairwise(loose)),
    )


def each_meaning_once(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    """What is wanted, without words that only say again what one before them says: "parents and carers"."""
    said: set[str] = set()
    for each in wanted:
        if each.run not in said:
            yield each
        said.update(each.others)


def parts(text: str) -> Iterator[tuple[bool, bool, list[str]]]:
    """The words and phrases of a text: whether unwanted, whether a phrase, and their tokens."""
    for minus_phrase, phrase, minus, word in PARTS.findall(text[:LONGEST].translate(QUOTES)):
        if found := tokens(phrase or word):
            yield bool(minus_phrase or minus), bool(phrase) or (bool(minus) and len(found) > 1), found


def equivalents(loose: list[str], synonyms: Synonyms) -> dict[str, tuple[str, ...]]:
    """For each word that belongs to a known expression, what else the expression is called."""
    found: dict[str, tuple[str, ...]] = {}
    for start in range(len(loose)):
        for length in range(min(LONGEST_SYNONYM, len(loose) - start), 0, -1):
            span = loose[start : start + length]
            if (others := synonyms.get(tuple(span))) and not found.keys() & set(span):
                found |= dict.fromkeys(span, others)
                break
    return found
