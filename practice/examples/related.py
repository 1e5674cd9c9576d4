"""What is related to an example: examples from similar schools, and publications on the same topics."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.finder.finder import find_similar
from gateway.catalogue.models import Kind
from practice.models import PracticeExample

MAX_RELATED_EXAMPLES = 4
SETTINGS_BY_TYPE = (
    ("special", "special-school"),
    ("alternative", "alternative-provision"),
    ("pupil referral", "alternative-provision"),
    ("nursery", "early-years-setting"),
    ("further education", "college"),
    ("college", "college"),
    ("sixth form", "college"),
)


class SchoolProfile(NamedTuple):
    """What makes schools similar: the phases that they teach and their types of setting."""

    phases: Collection[int] = ()
    settings: Collection[int] = ()


def get_school_profile(index: FacetIndex, user: Any) -> SchoolProfile | None:
    """Return what makes schools similar to the user's first confirmed school, or None. One query."""
    if not user.is_authenticated:
        return None
    columns = user.school_memberships.confirmed().values_list("school_id", "school__type", "school__phases")
    rows = list(columns)
    if not rows:
        return None
    school, kind, _ = rows[0]
    slug = next((slug for words, slug in SETTINGS_BY_TYPE if words in kind.lower()), "mainstream-school")
    term = index.vocabularies["setting"].by_slug.get(slug)
    phases = [phase for pk, _, phase in rows if pk == school and phase]
    return SchoolProfile(phases, [term.key] if term else [])


def find_similar_examples(index: FacetIndex, example: PracticeExample, like: SchoolProfile | None = None) -> list[int]:
    """Return the keys of examples on the same focus areas, the most closely related first.

    They are from schools similar to the example's, or to the reader's if `like` is given.
    """
    pk = example.pk
    like = like or SchoolProfile(index.get_terms(pk, "phase"), index.get_terms(pk, "setting"))
    others = get_items_of_kinds(index, [Kind.PRACTICE]) - index.get_positions([pk, example.adapted_from_id or 0])
    focus = get_items_with_any(index, "focus", index.get_terms(pk, "focus"), others)
    need = get_items_with_any(index, "need", index.get_terms(pk, "need"), others)
    phase = get_items_with_any(index, "phase", like.phases, others)
    setting = get_items_with_any(index, "setting", like.settings, others)
    return choose_nearest(
        index, others, (focus & need & phase & setting, focus & phase & setting, focus & need & phase)
    )


def find_related_publications(index: FacetIndex, example: PracticeExample) -> list[int]:
    """Return resources, research and news on the same focus areas and needs, the most similar first."""
    return find_similar(
        index, example.pk, get_items_of_kinds(index, [Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS]), MAX_RELATED_EXAMPLES
    )


def get_items_of_kinds(index: FacetIndex, kinds: Collection[str]) -> BitMap:
    """Return the public items of these kinds."""
    keys = [index.vocabularies["kind"].by_slug[kind].key for kind in kinds]
    return index.public(time.time()) & index.carrying_any("kind", keys)


def get_items_with_any(index: FacetIndex, parameter: str, keys: Collection[int], otherwise: BitMap) -> BitMap:
    """Return the items with any of these terms, or `otherwise` if there are no terms."""
    return index.carrying_any(parameter, keys) if keys else otherwise


def choose_nearest(index: FacetIndex, others: BitMap, circles: Iterable[BitMap]) -> list[int]:
    """Return up to `MAX_RELATED_EXAMPLES` of the others, from the innermost circle outwards."""
    chosen: list[int] = []
    for circle in circles:
        fresh = (circle & others) - index.get_positions(chosen)
        chosen += index.newest(fresh, 0, MAX_RELATED_EXAMPLES - len(chosen))
    return chosen
