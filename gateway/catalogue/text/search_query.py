"""A visitor's query as search understands it: words, "phrases", and words with a minus before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gateway.catalogue.text.tokens import (
    WORD_PATTERN,
    get_joined_tokens,
    make_token,
    normalise_text,
    split_words_with_tokens,
    tokenise,
)

MAX_QUERY_LENGTH = 200
"""In characters; the rest is not read."""
MAX_QUERY_WORDS = 12
MAX_SYNONYM_WORDS = 6
"""In one expression."""
PARTS_PATTERN = re.compile(r'(?:(?<!\S)(-))?"([^"]+)"|(?:(?<!\S)(-))?([^\s"]+)')
QUOTE_TRANSLATION = str.maketrans("“”„«»‟", '""""""')

LETTERS_AND_DIGITS_PATTERN = re.compile(r"([^\W\d_]+)(\d+)")
PREFIXED_WORD_PATTERN = re.compile(
    r"""(after|anti|back|bed|bi|bio|break|circle|class|co|cross|extra|eye|hand|head|home|hyper|hypo|inter|key|life|lunch
    |macro|meta|micro|mid|multi|neuro|non|out|over|peer|play|post|pre|psycho|re|school|self|semi|socio|story|sub|super
    |tele|time|trans|un|under|wheel|whole|word|work)([^\W\d_]{3,})""",
    re.IGNORECASE | re.VERBOSE,
)
VAGUE_WORDS = frozenset("tips best better effectively good really well".split())  # noqa: SIM905
"""Words that say almost nothing about what is searched for, such as in “how to do it well”."""

type Synonyms = Mapping[tuple[str, ...], tuple[str, ...]]


class QueryPart(NamedTuple):
    """A word or phrase of a query: its tokens, and a word's spelling.

    `joined` holds the same written as one word or as two.
    """

    run: str
    word: str = ""
    joined: tuple[str, ...] = ()
    is_phrase: bool = False
    is_unwanted: bool = False


class SearchTerm(NamedTuple):
    """A run of tokens (mostly one), others that mean the same, and the same written as one word or as two."""

    run: str
    others: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        """Return every run of tokens that is accepted."""
        return (self.run, *self.others, *self.spellings)


@dataclass(frozen=True)
class SearchQuery:
    """What is searched for; `runs_together` are words that are side by side in the query, which adds weight."""

    wanted: tuple[SearchTerm, ...] = ()
    unwanted: tuple[str, ...] = ()
    runs_together: tuple[str, ...] = ()

    @property
    def runs(self) -> set[str]:
        """Return every run of tokens that must be looked up."""
        wanted = {run for each in self.wanted for run in each.runs}
        return wanted | {*self.unwanted, *self.runs_together}


def read_query(text: str, synonyms: Synonyms) -> SearchQuery:
    """Return what a text asks for; a text without any specific word asks for nothing.

    If it has only stop words, they may be meant as acronyms.
    """
    text = normalise_text(text[:MAX_QUERY_LENGTH])[:MAX_QUERY_LENGTH].translate(
        QUOTE_TRANSLATION
    )  # one character can be written as eighteen
    return parse_query(text, synonyms) or parse_query(text.upper(), synonyms) or SearchQuery()


def parse_query(text: str, synonyms: Synonyms) -> SearchQuery | None:
    """Return what a text asks for, or None if it has no specific word."""
    wanted: dict[str, QueryPart] = {}
    unwanted: dict[str, None] = {}
    for part in drop_vague_words(split_parts(text)):
        if len(wanted) + len(unwanted) >= MAX_QUERY_WORDS:
            break
        if part.is_unwanted:
            unwanted |= dict.fromkeys([part.run, *part.joined])
        elif part.is_phrase or part.run not in wanted:
            wanted[part.run] = part
    return build_query(list(wanted.values()), unwanted, synonyms) if wanted else None


def build_query(wanted: list[QueryPart], unwanted: Iterable[str], synonyms: Synonyms) -> SearchQuery:
    """Return the query for what is wanted, with synonyms and other spellings."""
    loose = [part for part in wanted if not part.is_phrase]
    runs = [part.run for part in loose]
    others = find_equivalents(runs, synonyms)
    alone = [part if part.run not in others else QueryPart("") for part in loose]
    spellings = {part.run: dict.fromkeys(part.joined) for part in wanted}
    for part, joined in join_pairs(alone):
        spellings[part.run][joined] = None
    known_runs = {part.run for part in wanted}
    return SearchQuery(
        tuple(
            drop_repeated_meanings(
                SearchTerm(part.run, others.get(part.run, ()), tuple(spellings[part.run])) for part in wanted
            )
        ),
        tuple(run for run in unwanted if run not in known_runs),
        tuple(f"{first} {second}" for first, second in pairwise(runs)),
    )


def join_pairs(loose: list[QueryPart]) -> Iterator[tuple[QueryPart, str]]:
    """Yield each word with itself and its neighbour written as one: “class room” is “classroom”."""
    for first, second in pairwise(loose):
        if first.word and second.word and (one := make_token(first.word + second.word)):
            yield from ((first, one), (second, one))


def drop_repeated_meanings(wanted: Iterable[SearchTerm]) -> Iterator[SearchTerm]:
    """Yield what is wanted without words that only repeat an earlier one: “parents and carers”."""
    said: set[str] = set()
    for each in wanted:
        if each.run not in said:
            yield each
        said.update(each.others)


def split_parts(text: str) -> Iterator[QueryPart]:
    """Yield the words and phrases of a text."""
    for minus_phrase, phrase, minus, word in PARTS_PATTERN.findall(text):
        if phrase:
            found = make_phrase(phrase)
        else:
            found = make_word_parts(word)
            found = [make_phrase(word)[0]] if minus and len(found) > 1 else found
        yield from (part._replace(is_unwanted=bool(minus_phrase or minus)) for part in found)


def make_phrase(text: str) -> list[QueryPart]:
    """Return the phrase that a text is, if it has a specific word; two words also count written as one."""
    found = tokenise(text)
    joined = tuple(get_joined_tokens(text)) if len(found) == 2 else ()
    return [QueryPart(" ".join(found), joined=joined, is_phrase=True)] if found else []


def make_word_parts(text: str) -> list[QueryPart]:
    """Return the specific words between two spaces, which may have hyphens.

    If a part is a stop word, as in “well-being”, it is one word.
    """
    found, joined = split_words_with_tokens(text), get_joined_tokens(text)
    if joined and len(found) < len(WORD_PATTERN.findall(text)):
        return [QueryPart(joined[0])]
    return [QueryPart(each, word, (*joined, *split_prefix(word))) for word, each in found]


def drop_vague_words(found: Iterable[QueryPart]) -> list[QueryPart]:
    """Return the parts without words that say almost nothing, if others are left."""
    everything = list(found)
    telling = [part for part in everything if part.joined or part.word.casefold() not in VAGUE_WORDS]
    return telling if any(not part.is_unwanted for part in telling) else everything


def split_prefix(word: str) -> tuple[str, ...]:
    """Return a word as two if its beginning is often written apart: “covid19”, “multisensory”."""
    match = LETTERS_AND_DIGITS_PATTERN.fullmatch(word) or PREFIXED_WORD_PATTERN.fullmatch(word)
    both = [make_token(part) for part in match.groups()] if match else []
    return (" ".join(both),) if both and all(both) else ()


def find_equivalents(loose: list[str], synonyms: Synonyms) -> dict[str, tuple[str, ...]]:
    """Return, for each word that belongs to a known expression, what else the expression is called."""
    found: dict[str, tuple[str, ...]] = {}
    for start in range(len(loose)):
        for length in range(min(MAX_SYNONYM_WORDS, len(loose) - start), 0, -1):
            span = loose[start : start + length]
            if (others := synonyms.get(tuple(span))) and not found.keys() & set(span):
                found |= dict.fromkeys(span, others)
                break
    return found
