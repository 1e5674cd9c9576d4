"""One form of what people write in several ways, before words are separated: A.D.H.D., Y4, 1:1, KS2, well being."""

from __future__ import annotations

import re

INITIALS_PATTERN = re.compile(
    r"""(?<![^\W_])(?<![^\W_]\.)(?:
        [^\W\d_](?:\.[^\W\d_])+          # i.t.
        |[A-Z]{2,4}(?:\.[A-Z])+          # SEN.D
        |[^\W\d_]{2,3}(?:\.[^\W\d_]){2,} # sp.l.d.
        |[A-Z](?:\.?[ ][A-Z]){2,}        # A D H D
    )(?![^\W_])(?:\.(?=s?(?![^\W_])))?""",
    re.VERBOSE,
)
"""Letters with full stops or spaces between them: one abbreviation, in which no letter is a word of its own."""
ONE_TO_ONE_PATTERN = re.compile(
    r"(?<![\w.:/])(?:1|one)(?:\s?[:‐‑–-]\s?|[\s‐‑–-](?:to|2)[\s‐‑–-])(?:1|one)(?![\w:/]|[.-]\d)", re.IGNORECASE
)
NUMBERS_BY_WORD = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen".split(), 1)  # noqa: SIM905
}
NUMBER_PATTERN = rf"(1[0-3]|[1-9]|{'|'.join(NUMBERS_BY_WORD)})(?![^\W_])"
YEAR_PATTERN = re.compile(rf"(?<![^\W_])(?:years?|yrs?\.?|y)[\s‐‑-]?{NUMBER_PATTERN}", re.IGNORECASE)
KEY_STAGE_PATTERN = re.compile(rf"(?<![^\W_])(?:key[\s‐‑-]?stages?|ks)[\s‐‑-]?{NUMBER_PATTERN}", re.IGNORECASE)
TWO_WORDS_PATTERN = re.compile(
    r"(?<![^\W_])(well) (being)(?![^\W_])|(?<![^\W_])(on|off) (line|site)(?![^\W_])", re.IGNORECASE
)
"""Words that are one, and of which one part alone says nothing."""


def unify_spellings(text: str) -> str:
    text = INITIALS_PATTERN.sub(join_initials, text)
    text = ONE_TO_ONE_PATTERN.sub("one-to-one", text)
    text = YEAR_PATTERN.sub(lambda match: f"year {convert_number(match[1])}", text)
    text = KEY_STAGE_PATTERN.sub(lambda match: f"key stage {convert_number(match[1])}", text)
    return TWO_WORDS_PATTERN.sub(lambda match: "".join(filter(None, match.groups())), text)


def join_initials(match: re.Match[str]) -> str:
    """Return separate letters as an abbreviation, in capitals except for the s of a plural."""
    letters = re.sub(r"[.\s]", "", match[0])
    return letters if letters[:-1].isupper() else letters.upper()


def convert_number(text: str) -> str:
    """Return a number in digits, whether it was in digits or in words."""
    return NUMBERS_BY_WORD.get(text.lower(), text)
