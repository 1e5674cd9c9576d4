"""Words made comparable: folded, without stop words, stemmed; the same for texts and queries, on every database.

Texts are read as people see them: accents and letters that are coded in several ways become one, and what is not
visible, such as a soft hyphen, is dropped. Words with a hyphen are also known without it: “multi-sensory” as
“multisensory”.

A token consists of the letters a to z and digits alone, so that every engine takes it as it is: SQLite's FTS5,
PostgreSQL's `simple` configuration and OpenSearch's standard analyser all leave such a word whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from gateway.catalogue.text.spelling_variants import unify_spellings

WORD_PATTERN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
HYPHENATED_WORD_PATTERN = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
HYPHEN_PATTERN = re.compile("[-‐‑]")
INVISIBLE_CHARACTER_PATTERN = re.compile(
    f"[{''.join(chr(n) for n in range(0x110, 0x10000) if unicodedata.category(chr(n)) in ('Cf', 'Mn'))}\xad]"
)
"""Invisible characters, and accents that are not part of a letter."""
MAX_WORDS_JOINED = 3
"""The number of parts up to which a hyphenated word is also known as one word."""
MAX_WORD_LENGTH = 40
"""In letters; nobody writes a longer word."""
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being both but by can could did do does
    doing each every for from had has have having he her here hers him his how i if in into is it its itself just
    many may me might more most much must my no nor not of off on once only or other our ours out over own s same
    shall she should so some such t than that the their theirs them then there these they this those through to too
    under until up us use used using very was we were what when where which while who whom why will with would you
    your yours""".split()  # noqa: SIM905
)
ACRONYMS = frozenset({"AS", "AT", "IT", "ME"})
"""Stop words with a meaning in capitals: Asperger syndrome, assistive technology, computing, an illness."""
MAX_WORDS_IN_CAPITALS = 2
"""Up to this number of words in capitals may be acronyms; a longer text is just written in capitals."""
EQUIVALENT_STEMS = {
    "analysi": "analys",
    "anem": "anaem",
    "anxious": "anxieti",
    "artifact": "artefact",
    "autist": "autism",
    "catalog": "catalogu",
    "celiac": "coeliac",
    "center": "centr",
    "children": "child",
    "counsellor": "counsel",
    "counselor": "counsel",
    "crise": "crisi",
    "defens": "defenc",
    "diagnosi": "diagnos",
    "diagnost": "diagnos",
    "dialog": "dialogu",
    "encycloped": "encyclopaed",
    "enquiri": "inquiri",
    "epilept": "epilepsi",
    "eps": "ep",
    "exclud": "exclus",
    "fetal": "foetal",
    "fiber": "fibr",
    "focuss": "focus",
    "gray": "grey",
    "hltas": "hlta",
    "identif": "identifi",
    "judgment": "judgement",
    "las": "la",
    "leader": "lead",
    "learner": "learn",
    "learnt": "learn",
    "licens": "licenc",
    "listener": "listen",
    "lsas": "lsa",
    "meter": "metr",
    "mom": "mum",
    "orthoped": "orthopaed",
    "pediatr": "paediatr",
    "pediatrician": "paediatrician",
    "practis": "practic",
    "programm": "program",
    "prus": "pru",
    "reader": "read",
    "sendco": "senco",
    "skil": "skill",
    "speaker": "speak",
    "spelt": "spell",
    "tas": "ta",
    "taught": "teach",
    "teacher": "teach",
    "theater": "theatr",
    "therapeut": "therapi",
    "therapist": "therapi",
    "trainer": "train",
    "writer": "write",
    "written": "write",
}
"""Stems that people in the field use as one. After a change here, raise ANALYSIS_VERSION."""
AMERICAN_STEM_PATTERN = re.compile(
    r"^(misbehavi|behavi|col|discol|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|tum|vap|vig)or(?=$|hood|ist|it)"
)
"""American stems with “or” for British “our”."""
BRITISH_IS_PATTERN = re.compile(r"(?<=al)is(?=e|ing|ation)")
"""The “s” that Snowball's rules only know as “z”: specialised."""
PLURAL_ABBREVIATION_PATTERN = re.compile(r"[A-Z]{2,}s|[bcdfghjklmnpqrtvwxz]{2,}s")
"""The plural of an abbreviation, such as HLTAs or dsls; Snowball's rules leave its s."""
MIN_LENGTH_BEFORE_IA = 5
ANALYSIS_VERSION = 4
"""The version of these rules. Raise it when a text gets other tokens than before: `migrate` then indexes all again."""


def tokenise(text: str) -> list[str]:
    """Return the tokens of a text in their order, without stop words."""
    return [each for _, each in split_words_with_tokens(text)]


def split_words_with_tokens(text: str) -> list[tuple[str, str]]:
    """Return the words of a text that are no stop words, as they are spelt, each with its token."""
    found = ((word, make_token(word)) for word in split_words(text))
    return [(word, each) for word, each in found if each]


def split_words(text: str) -> list[str]:
    return WORD_PATTERN.findall(normalise_text(text))


def get_joined_tokens(text: str) -> list[str]:
    """Return the tokens of hyphenated words as if they had no hyphens, each once."""
    found = (
        make_token("".join(parts)) for parts in split_hyphenated(normalise_text(text)) if not "".join(parts).isdigit()
    )
    return list(dict.fromkeys(each for each in found if each))


def split_hyphenated(text: str) -> Iterator[list[str]]:
    """Yield the parts of each hyphenated word, and of a long one each pair of neighbouring parts."""
    for match in HYPHENATED_WORD_PATTERN.finditer(text):
        parts = HYPHEN_PATTERN.split(match[0])
        if len(parts) <= MAX_WORDS_JOINED:
            yield parts
        if len(parts) > 2:
            yield from map(list, pairwise(parts))


def compose_accents(text: str) -> str:
    """Return a text for display, with each accent in one code with its letter and no invisible characters."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each) != "Cf")


def normalise_text(text: str) -> str:
    """Return a text with one code for what looks the same, and one form of what is written in several ways.

    Invisible characters are removed, and a text in capitals is put in lower case.
    """
    if not text.isascii():
        text = INVISIBLE_CHARACTER_PATTERN.sub("", unicodedata.normalize("NFKC", text))
    text = unify_spellings(text)
    return text.lower() if is_loud(text) else text


def is_loud(text: str) -> bool:
    """Return whether a text is all in capitals, so that they do not mark acronyms."""
    return text.isupper() and len(WORD_PATTERN.findall(text)) > MAX_WORDS_IN_CAPITALS


@lru_cache(maxsize=50_000)
def make_token(word: str) -> str:
    """Return the token of a word, or an empty string for a stop word."""
    word = word[:-1] if PLURAL_ABBREVIATION_PATTERN.fullmatch(word) else word
    if word in ACRONYMS:
        return word.lower()
    word = fold_word(word[:MAX_WORD_LENGTH])[:MAX_WORD_LENGTH]
    if not word or word in STOP_WORDS:
        return ""
    stem = unify_stem(get_stem(word))
    return stem if stem.isascii() else f"u{stem.encode().hex()}"


def get_stem(word: str) -> str:
    """Return the stem by Snowball's rules for English.

    A stemmer keeps the word that it works on, so threads must not share one; a new one costs almost nothing.
    """
    return snowballstemmer.stemmer("english").stemWord(BRITISH_IS_PATTERN.sub("iz", word))


def unify_stem(stem: str) -> str:
    """Return one stem for words that Snowball's English keeps apart: dyslexia and dyslexic, z and s."""
    if stem.endswith("ia") and len(stem) >= MIN_LENGTH_BEFORE_IA + 2:
        stem = stem[:-2]
    elif stem.endswith(("iz", "yz")):
        stem = f"{stem[:-1]}s"
    return EQUIVALENT_STEMS.get(stem) or AMERICAN_STEM_PATTERN.sub(r"\1our", stem)


def fold_word(word: str) -> str:
    """Return a word in lower case, without accents, apostrophes and a possessive s."""
    word = word.replace("’", "'").casefold()
    word = word.removesuffix("'s").replace("'", "")
    return "".join(each for each in unicodedata.normalize("NFKD", word) if each.isalnum())
