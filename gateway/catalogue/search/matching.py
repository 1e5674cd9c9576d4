"""Rows of any searchable model by words: for questions, say, beside the items that a search finds.

The model is a `Searchable` with `documents`, and what changes its rows calls `to_index(keys, Model._meta.label_lower)`.
Who may see which row is for the caller to say: narrow the keys by a queryset.
"""

from __future__ import annotations

from pyroaring import BitMap

from gateway.catalogue.facets import current_index
from gateway.catalogue.models import Searchable
from gateway.catalogue.search.engine import engine
from gateway.catalogue.search.postings import columns
from gateway.catalogue.search.question import Wanted, read_question
from gateway.catalogue.search.ranking import NAMES, OTHER_WORD, REST, SUMMARY, TITLE, TOGETHER, Field, Word, add

WEIGHTS = (TITLE, NAMES, SUMMARY, REST)


def matching(model: type[Searchable], text: str, most: int = 200) -> list[int]:
    """The keys of the rows that hold all words of a text, the most fitting first, then the newest; one query."""
    question = read_question(text, current_index().synonyms)
    runs = sorted(question.runs)
    if not question.wanted:
        return []
    found = iter(engine().holding(model, [place for run in runs for place in columns(run)]))
    held = {run: [BitMap(next(found)) for _ in WEIGHTS] for run in runs}
    words = [word(wanted, held) for wanted in question.wanted]
    results = BitMap.intersection(*(each.items for each in words))
    for run in question.unwanted:
        results -= BitMap.union(*held[run])
    scores = dict.fromkeys(results, 0.0)
    for each in words:
        add(scores, each.fields, results, each.rarity(len(results) + 1))
    for run in question.runs_together:
        add(scores, word(Wanted(run), held).fields, results, TOGETHER)
    return sorted(results, key=lambda key: (-scores[key], -key))[:most]


def word(wanted: Wanted, held: dict[str, list[BitMap]]) -> Word:
    """One thing that was asked for, with where it and what means the same are found."""
    factors = [(wanted.run, 1.0), *((other, OTHER_WORD) for other in wanted.others)]
    pairs = [
        (factor * weight, items) for run, factor in factors for weight, items in zip(WEIGHTS, held[run], strict=True)
    ]
    fields = sorted((Field(weight, items) for weight, items in pairs), key=lambda field: -field.weight)
    return Word(tuple(fields), BitMap.union(*(field.items for field in fields)), " " in wanted.run)
