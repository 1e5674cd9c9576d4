"""Words as questions are searched by them: in lower case, without common ones, by their stems."""

from __future__ import annotations

from itertools import takewhile

from gateway.catalogue.text.tokens import make_token, split_words

MAX_STEMS = 8
MIN_STEM_LENGTH = 3
"""A shorter stem would match too much, so the whole word is used instead."""


def get_stems(text: str) -> list[str]:
    """Return the beginnings of the first significant words, so that "plan", "plans" and "planning" are the same."""
    found = ((word.casefold(), make_token(word)) for word in split_words(text))
    stems = (get_common_beginning(word, stem) for word, stem in found if stem)
    return list(dict.fromkeys(stems))[:MAX_STEMS]


def get_common_beginning(word: str, stem: str) -> str:
    """Return the common beginning of a word and its stem, or the word if that is too short."""
    common = "".join(letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return common if len(common) >= MIN_STEM_LENGTH else word
