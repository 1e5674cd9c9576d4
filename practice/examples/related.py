"""What is close to an example: schools like one's own that did the same, and publications on the same matter."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.finder.finder import alike
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


class Likeness(NamedTuple):
    """What makes schools alike: the phases that they teach, and the kind of setting that they are."""

    phases: Collection[int] = ()
    settings: Collection[int] = ()


def likeness(index: FacetIndex, user: Any) -> Likeness | None:
    """What other schools must share to be like this person's, the first if there are several; costs one query."""
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
    return Likeness(phases, [term.key] if term else [])


def similar(index: FacetIndex, example: PracticeExample, like: Likeness | None = None) -> list[int]:
    """Examples on the same focus areas, from schools like this one (or like the reader's), the nearest first."""
    pk = example.pk
    like = like or Likeness(index.terms_of(pk, "phase"), index.terms_of(pk, "setting"))
    others = of_kind(index, [Kind.PRACTICE]) - index.positions_of([pk, example.adapted_from_id or 0])
    focus = carrying_any(index, "focus", index.terms_of(pk, "focus"), others)
    need = carrying_any(index, "need", index.terms_of(pk, "need"), others)
    phase = carrying_any(index, "phase", like.phases, others)
    setting = carrying_any(index, "setting", like.settings, others)
    return nearest(index, others, (focus & need & phase & setting, focus & phase & setting, focus & need & phase))


def publications(index: FacetIndex, example: PracticeExample) -> list[int]:
    """Resources, research and news on the same focus areas and needs, the most alike first."""
    return alike(index, example.pk, of_kind(index, [Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS]), MAX_RELATED_EXAMPLES)


def of_kind(index: FacetIndex, kinds: Collection[str]) -> BitMap:
    """The public items of these kinds."""
    keys = [index.vocabularies["kind"].by_slug[kind].key for kind in kinds]
    return index.public(time.time()) & index.carrying_any("kind", keys)


def carrying_any(index: FacetIndex, parameter: str, keys: Collection[int], otherwise: BitMap) -> BitMap:
    """The items that carry any of these terms; if no term is named, those of `otherwise`."""
    return index.carrying_any(parameter, keys) if keys else otherwise


def nearest(index: FacetIndex, others: BitMap, circles: Iterable[BitMap]) -> list[int]:
    """A few of the others, from the innermost circle first."""
    chosen: list[int] = []
    for circle in circles:
        fresh = (circle & others) - index.positions_of(chosen)
        chosen += index.newest(fresh, 0, MAX_RELATED_EXAMPLES - len(chosen))
    return chosen
