"""A comparison of the facet index with the tables, in plain SQL."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from gateway.catalogue.facets.groups import Key, get_groups
from gateway.catalogue.facets.index import FacetIndex
from gateway.catalogue.models import Item


def find_in_database(chosen: dict[str, list[Key]], index: FacetIndex) -> list[int]:
    """Return the public items that fit a choice, the newest first, as the database has them."""
    items = Item.objects.public().order_by("-published_at", "-pk")
    for group in get_groups():
        keys = chosen.get(group.parameter)
        if keys:
            vocabulary = index.vocabularies[group.parameter]
            items = items.filter(
                group.build_condition([each for key in keys for each in vocabulary.with_children(key)])
            )
    return list(items.values_list("pk", flat=True))


def find_in_index(chosen: dict[str, list[Key]], index: FacetIndex) -> list[int]:
    """Return the same items as the index has them."""
    results = index.matching(chosen, index.public(time.time()))
    return index.newest(results, 0, len(results))


def make_random_choices(index: FacetIndex, how_many: int, seed: int) -> Iterator[dict[str, list[Key]]]:
    """Yield everything, the first 40 terms of each group one by one, and random terms from up to three groups."""
    chance = random.Random(seed)  # noqa: S311
    yield {}
    vocabularies = {name: vocabulary for name, vocabulary in index.vocabularies.items() if vocabulary.terms}
    for name, vocabulary in vocabularies.items():
        yield from ({name: [term.key]} for term in vocabulary.terms[:40])
    for _ in range(how_many):
        names = chance.sample(sorted(vocabularies), k=min(len(vocabularies), chance.randint(1, 3)))
        yield {name: [term.key for term in chance.sample(vocabularies[name].terms, k=1)] for name in names}


def find_differences(index: FacetIndex, how_many: int, seed: int = 1) -> list[dict[str, list[Key]]]:
    choices = make_random_choices(index, how_many, seed)
    return [chosen for chosen in choices if find_in_index(chosen, index) != find_in_database(chosen, index)]
