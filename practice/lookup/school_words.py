"""The words by which schools are found, and how a search for a school is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from practice.lookup.postcodes import read_postcode

APOSTROPHE_TRANSLATION = str.maketrans("", "", "'’‘`´ʼ′")
SAME_WORDS = {"saint": "st", "saints": "sts", "&": "and"}
MAX_WORDS_LENGTH = 400
INITIALS_PATTERN = re.compile(r"(?<![^\W_])[^\W_](?:\.[^\W_])+(?![^\W_])")
"""Letters separated by full stops, such as C.E., which are one word."""
DOUBLE_S_PATTERN = re.compile(r"s['’]s(?![^\W_])")
"""The end of “James’s”, which is also written “James’”."""
URN_PREFIX_PATTERN = re.compile(r"\burn[\s.:#-]*(?:(?:no|number)\b[\s.:#-]*)?(?=\d{4})", re.IGNORECASE)
SPACED_URN_PATTERN = re.compile(r"\W*\d{3}\s\d{3}\W*")
SPELLINGS = (
    ("cofe", "church of england", "ce", "coe", "c of e", "c e"),
    ("catholic", "roman catholic", "rc", "r c"),
    ("va", "voluntary aided", "v a"),
    ("vc", "voluntary controlled", "v c"),
    ("cp", "community primary", "c p"),
    ("ciw", "church in wales"),
    ("jmi", "junior mixed and infant", "junior mixed infant", "j m i"),
    ("primary", "prim"),
    ("junior", "jnr", "jun", "juniors"),
    ("infant", "inf", "infants"),
    ("nursery", "nsy"),
    ("international", "intl"),
    ("school", "sch", "schl"),
    ("academy", "acad"),
    ("college", "coll"),
    ("preparatory", "prep"),
    ("sixth", "6th"),
    ("first", "1st"),
    ("st", "saint"),
    ("sts", "saints", "ss"),
    ("great", "gt"),
    ("mount", "mt"),
    ("near", "nr"),
    ("road", "rd"),
    ("doctor", "dr"),
    ("preschool", "pre school"),
    ("coop", "co op", "cooperative", "co operative"),
    ("pru", "pupil referral unit"),
    ("utc", "university technical college"),
    ("gdst", "girls day school trust"),
)
"""Spellings of the same word in the names of schools, as counted in GIAS's list; the first replaces the others.

Of the open schools, 1,707 say “CofE” and 2,539 “Church of England”.
"""
SPELLINGS_BY_FORM = {tuple(form.split()): forms for forms in SPELLINGS for form in forms}
MAX_WORDS_PER_FORM = max(map(len, SPELLINGS_BY_FORM))
COUNCIL_PATTERN = re.compile(
    r"^\W*(?:the )?(?:(?:london|royal|metropolitan) borough of|lb)\b"
    r"|\s(?:(?:city|county|borough|district|metropolitan|mbc) )*(?:council|mbc)\W*$",
    re.IGNORECASE,
)
MIN_JOINED_LENGTH = 3
"""The fewest letters of each of two words that may be written as one, such as “Park Side”, except “St”."""
OPTIONAL_WORDS = {"a", "and", "for", "of", "school", "the", "urn"}


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents, apostrophes and dots, with "Saint" as "st"."""
    plain = text if text.isascii() else remove_accents(text)
    plain = DOUBLE_S_PATTERN.sub("s", plain.casefold()).translate(APOSTROPHE_TRANSLATION).replace("&", " & ")
    plain = INITIALS_PATTERN.sub(lambda match: match[0].replace(".", ""), plain)
    return [SAME_WORDS.get(word, word) for word in re.findall(r"[^\W_]+|&", plain)]


def remove_accents(text: str) -> str:
    """Return the text without accents and invisible characters such as a soft hyphen."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if not unicodedata.combining(each) and unicodedata.category(each) != "Cf")


def build_search_text(*texts: str) -> str:
    """Return the words of some texts and their other spellings, each after a space.

    A search for " wor" therefore finds every word that begins with "wor". The result has at most `MAX_WORDS_LENGTH`
    characters.
    """
    in_texts = [split_words(text) for text in texts]
    words = [word for found in in_texts for word in found]
    others = [other for found in in_texts for other in list_other_spellings(found)]
    as_one = [first + second for found in in_texts[:1] for first, second in find_joined_pairs(found)]
    return f" {' '.join(dict.fromkeys([*words, *others, *as_one]))}"[:MAX_WORDS_LENGTH]


def find_joined_pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield adjacent words that others write as one: "Park Side", "Cross Ways", "St Marys"."""
    for first, second in pairwise(words):
        is_long = all(len(word) >= MIN_JOINED_LENGTH and word.isalpha() for word in (first, second))
        is_name = (
            not {first, second} & OPTIONAL_WORDS
            and (first,) not in SPELLINGS_BY_FORM
            and (second,) not in SPELLINGS_BY_FORM
        )
        if (first == "st" and second.isalpha()) or (is_long and is_name):
            yield first, second


def list_other_spellings(words: list[str]) -> Iterable[str]:
    """Yield the words of other spellings of parts of a name, and a saint's name with an added s."""
    for start, word in enumerate(words):
        for length in range(1, MAX_WORDS_PER_FORM + 1):
            for form in SPELLINGS_BY_FORM.get(tuple(words[start : start + length]), ()):
                yield from (other for other in form.split() if len(other) > 1)
        if start and words[start - 1] == "st" and not word.endswith("s"):
            yield f"{word}s"


def read_search_words(text: str) -> list[tuple[str, ...]]:
    """Return the words with which words of a school must begin to match a search.

    Each is a tuple with its alternatives: the word itself, and the word joined with its neighbour.
    """
    words = read_plain_words(text)
    others: dict[str, list[str]] = {word: [word] for word in words}
    for first, second in find_joined_pairs([word for word in words if word != "st"]):
        others[first].append(first + second)
        others[second].append(first + second)
    return [tuple(each) for each in others.values()]


def read_plain_words(text: str) -> list[str]:
    """Return the significant words of a search for a URN, a postcode, a council or a school."""
    if SPACED_URN_PATTERN.fullmatch(text):
        return ["".join(filter(str.isdigit, text))]
    postcode = read_postcode(text)
    plain = COUNCIL_PATTERN.sub("", URN_PREFIX_PATTERN.sub("", text)) or text
    words = unify_spellings(split_words(str(postcode) if postcode else plain))
    if words[:1] in (["sts"], ["ss"]) and words[1:]:
        words[0] = "st"
    return [word for word in words if word not in OPTIONAL_WORDS] or words


def unify_spellings(words: list[str]) -> list[str]:
    """Return the words with forms of several words, such as "C of E", replaced by their main form."""
    found: list[str] = []
    start = 0
    while start < len(words):
        lengths = range(min(MAX_WORDS_PER_FORM, len(words) - start), 1, -1)
        length = next((each for each in lengths if tuple(words[start : start + each]) in SPELLINGS_BY_FORM), 1)
        span = tuple(words[start : start + length])
        found.append(SPELLINGS_BY_FORM[span][0] if length > 1 else span[0])
        start += length
    return found
