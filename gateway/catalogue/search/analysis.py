"""Words made comparable: folded, without stop words, stemmed; the same for texts and questions, on every database.

A token is made of the letters a to z and digits alone, so that every engine takes it as it is: SQLite's FTS5,
PostgreSQL's `simple` configuration and OpenSearch's standard analyser all leave such a word whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_WORD = 40
"""Letters of one word that count; nobody writes a longer one."""
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being both but by can could did do does
    doing each every for from had has have having he her here hers him his how i if in into is it its itself just
    many may me might more most much must my no nor not of off on once only or other our ours out over own s same
    shall she should so some such t than that the their theirs them then there these they this those through to too
    under until up us use used using very was we were what when where which while who whom why will with would you
    your yours""".split()  # noqa: SIM905
)
ALIKE = {
    "anxious": "anxieti", "autist": "autism", "behavior": "behaviour", "children": "child", "epilept": "epilepsi",
    "eps": "ep", "identif": "identifi", "las": "la", "leader": "lead", "learner": "learn", "learnt": "learn",
    "listener": "listen", "programm": "program", "reader": "read", "sendco": "senco", "speaker": "speak",
    "tas": "ta", "taught": "teach", "teacher": "teach", "therapist": "therapi", "trainer": "train",
    "writer": "write", "written": "write",
}  # fmt: skip
"""Stems that the field uses as one. Who changes this list, or the rules here, has the index rebuilt."""
SHORTEST_BEFORE_IA = 5
ANALYSIS_VERSION = 1
"""The number of these rules. Raise it when a text gets other tokens than before: `migrate` has all indexed again."""


def tokens(text: str) -> list[str]:
    """The tokens of a text in their order, without stop words."""
    found = (token(word) for word in WORD.findall(text))
    return [each for each in found if each]


@lru_cache(maxsize=50_000)
def token(word: str) -> str:
    """The token of a word, or nothing for a stop word."""
    word = folded(word[:LONGEST_WORD])[:LONGEST_WORD]
    if not word or word in STOP_WORDS:
        return ""
    stem = alike(stem_of(word))
    return stem if stem.isascii() else f"u{stem.encode().hex()}"


def stem_of(word: str) -> str:
    """Return the stem by Snowball's rules for English.

    A stemmer keeps the word that it works on, so threads must not share one; a new one costs almost nothing.
    """
    return snowballstemmer.stemmer("english").stemWord(word)


def alike(stem: str) -> str:
    """The stem under which words are kept that Snowball's English leaves apart: dyslexia and dyslexic, z and s."""
    if stem.endswith("ia") and len(stem) >= SHORTEST_BEFORE_IA + 2:
        stem = stem[:-2]
    elif stem.endswith("iz"):
        stem = f"{stem[:-1]}s"
    return ALIKE.get(stem, stem)


def folded(word: str) -> str:
    """A word in small letters, without accents, apostrophes and a possessive s."""
    word = word.replace("’", "'").casefold()
    word = word.removesuffix("'s").replace("'", "")
    return "".join(each for each in unicodedata.normalize("NFKD", word) if each.isalnum())
