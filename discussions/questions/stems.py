"""Words as questions are searched by them: in lower case, without common ones, by their stems."""

from __future__ import annotations

from itertools import takewhile

from gateway.catalogue.text.tokens import token, words_in

MAX_STEMS = 8
"""So many words of a text are looked for."""
MIN_STEM_LENGTH = 3
"""A beginning with fewer letters stands for too much; then the whole word is looked for."""


def beginnings(text: str) -> list[str]:
    """Return the beginnings of the first significant words, so that "plan", "plans" and "planning" are the same."""
    found = ((word.casefold(), token(word)) for word in words_in(text))
    begun = (beginning(word, stem) for word, stem in found if stem)
    return list(dict.fromkeys(begun))[:MAX_STEMS]


def beginning(word: str, stem: str) -> str:
    """Return the common beginning of a word and its stem, or the word if that is too short."""
    common = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return common if len(common) >= MIN_STEM_LENGTH else word
