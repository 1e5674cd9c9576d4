"""Corrections of words that are found nowhere, or hardly anywhere, where a word that is spelt alike is."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

from pyroaring import BitMap
from rapidfuzz.distance import OSA

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.models.search.indexed_word import MAX_SIMILAR_WORDS, IndexedWord
from gateway.catalogue.search.item_search import Search
from gateway.catalogue.search.postings import find_carrying, get_names, get_postings
from gateway.catalogue.search_index.spelling_store import is_offered
from gateway.catalogue.text.tokens import WORD_PATTERN, fold_word, make_token, split_words

MAX_WORDS_CORRECTED = 3
MAX_WORDS_COMPARED = 6
"""The number of similar words that are looked up in the index."""
MIN_CORRECTED_LENGTH, SHORT_WORD_LENGTH, LONG_WORD_LENGTH = 5, 5, 10
"""A shorter word may well be an abbreviation. In a word of up to `SHORT_WORD_LENGTH` letters no letter is taken to be
wrong, because that makes another word; a word of `LONG_WORD_LENGTH` letters or more may have two slips."""
MIN_LENGTH_WITH_WRONG_FIRST = 7
"""From this length on, the first letter may be wrong; it is rarely mistyped."""
CONTRACTED_WORDS = frozenset(
    """arent cant couldnt didnt doesnt dont hasnt havent isnt ive shouldnt thats theyre wasnt werent whats wont wouldnt
    youre""".split()  # noqa: SIM905
)
"""Words with an apostrophe, as many people write them without it."""
MAX_RARE_COUNT, MIN_COUNT_RATIO = 2, 20
"""A word in so few items may be a slip too, if one that differs by one letter is this many times as frequent."""


def suggest_correction(index: FacetIndex, search: Search, text: str) -> str:
    """Return the visitor's text with the words that seem misspelt replaced, or nothing if there is nothing better."""
    doubtful = find_doubtful_words(search, text)
    topics = get_names(index).words if doubtful else frozenset()
    doubtful = dict([pair for pair in doubtful.items() if pair[0] not in topics][:MAX_WORDS_CORRECTED])
    if not doubtful:
        return ""
    known = {*IndexedWord.objects.similar_to_any(doubtful).values_list("word", flat=True)[:MAX_SIMILAR_WORDS]} | topics
    nearest = {word: find_similar_words(word, known) for word in doubtful}
    get_postings(
        index, sorted({make_token(other) for others in nearest.values() for other in others if make_token(other)})
    )
    better = {word: choose_correction(index, word, found, nearest[word]) for word, found in doubtful.items()}
    return replace_words(text, {word: other for word, other in better.items() if other})


def find_doubtful_words(search: Search, text: str) -> dict[str, int]:
    """Return the words of the text that hardly any item holds, each with the number of those items.

    In a small catalogue every word is rare, and only one that is found nowhere counts.
    """
    rare = min(MAX_RARE_COUNT, len(search.index.alive) // MIN_COUNT_RATIO)
    public = search.index.public(time.time())
    found = {
        wanted.run: len(word.items & public) for wanted, word in zip(search.query.wanted, search.words, strict=True)
    }
    named = {each for name in search.index.synonyms for each in name}
    words = {fold_word(word): make_token(word) for word in split_words(text) if may_be_misspelt(word)}
    return {word: found[run] for word, run in words.items() if run not in named and found.get(run, rare + 1) <= rare}


def may_be_misspelt(word: str) -> bool:
    """Return whether a word is neither an abbreviation nor a word with an apostrophe, which are taken as right.

    A long word in capitals was typed with caps lock on rather than being an abbreviation.
    """
    plain = fold_word(word)
    is_locked = word.isupper() and len(word) > SHORT_WORD_LENGTH
    has_capitals = any(letter.isupper() for letter in word[1:]) and not is_locked
    is_right = has_capitals or "'" in word or "’" in word or plain in CONTRACTED_WORDS
    return not is_right and is_offered(plain) and len(plain) >= MIN_CORRECTED_LENGTH


def find_similar_words(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that differ by a slip or two, the nearest first.

    A slip is a letter too many, too few or wrong, or two letters in the wrong order.
    """
    most = 1 if len(word) < LONG_WORD_LENGTH else 2
    distances = {other: OSA.distance(word, other, score_cutoff=most) for other in known if other != word}
    near = [other for other, distance in distances.items() if distance <= most and is_slip(word, other)]
    return sorted(near, key=lambda other: (distances[other], other))[:MAX_WORDS_COMPARED]


def is_slip(word: str, other: str) -> bool:
    """Return whether one word may be typed for the other; another first letter mostly means another word."""
    is_swapped = sorted(word) == sorted(other)
    if word[0] != other[0] and not (is_swapped and word[:2] == other[1::-1]):
        return len(word) >= MIN_LENGTH_WITH_WRONG_FIRST and OSA.distance(word, other) == 1
    return len(word) > SHORT_WORD_LENGTH or is_swapped or len(word) != len(other)


def choose_correction(index: FacetIndex, word: str, found: int, others: list[str]) -> str:
    """Return the word that is probably meant rather than `word`, which `found` items hold, or nothing.

    The nearest comes first, then the most frequent.
    """
    hits = {other: count_items(index, make_token(other)) for other in others if make_token(other) != make_token(word)}
    enough = [other for other in hits if hits[other] > 0 and hits[other] >= MIN_COUNT_RATIO * found]
    if found:
        enough = [other for other in enough if OSA.distance(word, other) == 1]
    return min(enough, key=lambda other: (OSA.distance(word, other), -hits[other], other), default="")


def count_items(index: FacetIndex, run: str) -> int:
    """Return how many public items hold a word or carry a term of that name."""
    if not run:
        return 0
    found = BitMap.union(get_postings(index, [run])[run].anywhere, *find_carrying(index, run))
    return len(found & index.public(time.time()))


def replace_words(text: str, better: dict[str, str]) -> str:
    """Return the text with words replaced, or nothing if none is."""
    if not better:
        return ""
    return WORD_PATTERN.sub(lambda match: better.get(fold_word(match[0]), match[0]), re.sub(r"\s+", " ", text))
