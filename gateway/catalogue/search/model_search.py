"""A search by words in the rows of any searchable model, such as questions beside the items that a search finds.

The model extends `Searchable` and implements `documents`; code that changes its rows calls `queue_for_index(keys,
Model._meta.label_lower)`. The caller decides who may see which row, and narrows the keys by a queryset.
"""

from __future__ import annotations

from pyroaring import BitMap

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import Searchable
from gateway.catalogue.search.postings import get_columns
from gateway.catalogue.search.ranking import (
    ADJACENCY_WEIGHT,
    NAMES_WEIGHT,
    REST_WEIGHT,
    SUMMARY_WEIGHT,
    TITLE_WEIGHT,
    add_scores,
    make_word,
)
from gateway.catalogue.search_index.backends.engine import get_engine
from gateway.catalogue.text.search_query import SearchTerm, read_query

WEIGHTS = (TITLE_WEIGHT, NAMES_WEIGHT, SUMMARY_WEIGHT, REST_WEIGHT)


def search_model(model: type[Searchable], text: str, most: int = 200) -> list[int]:
    """Return the keys of the rows that hold all words of a text, the most relevant first, then the newest.

    This costs one query.
    """
    query = read_query(text, get_current_index().synonyms)
    runs = sorted(query.runs)
    if not query.wanted:
        return []
    found = iter(get_engine().find_holding(model, [place for run in runs for place in get_columns(run)]))
    held = {run: [(weight, BitMap(next(found))) for weight in WEIGHTS] for run in runs}
    words = [make_word(wanted, held.__getitem__) for wanted in query.wanted]
    results = BitMap.intersection(*(each.items for each in words))
    for run in query.unwanted:
        results -= BitMap.union(*(items for _, items in held[run]))
    scores = dict.fromkeys(results, 0.0)
    for each in words:
        add_scores(scores, each.fields, results, each.compute_rarity(len(results) + 1))
    for run in query.runs_together:
        add_scores(scores, make_word(SearchTerm(run), held.__getitem__).fields, results, ADJACENCY_WEIGHT)
    return sorted(results, key=lambda key: (-scores[key], -key))[:most]
