"""Words as questions are searched by them: in small letters, without the common ones, by their beginnings."""

from __future__ import annotations

from itertools import takewhile

from gateway.catalogue.text.tokens import token, words_in

MAX_STEMS = 8
"""So many words of a text are looked for."""
MIN_STEM_LENGTH = 3
"""A beginning with fewer letters stands for too much; then the whole word is looked for."""


def beginnings(text: str) -> list[str]:
    """What the first telling words of a text begin with, so that “plan”, “plans” and “planning” are one."""
    found = ((word.casefold(), token(word)) for word in words_in(text))
    begun = (beginning(word, stem) for word, stem in found if stem)
    return list(dict.fromkeys(begun))[:MAX_STEMS]


def beginning(word: str, stem: str) -> str:
    """What a word and its stem have in common."""
    common = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return common if len(common) >= MIN_STEM_LENGTH else word
