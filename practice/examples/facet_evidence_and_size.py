"""The filters that only practice examples have: the kind of evidence and the size of the school."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save

from gateway.catalogue import facets
from gateway.catalogue.facets.groups import narrow_to_items
from gateway.catalogue.models import Kind
from gateway.catalogue.models.change_log import record_items
from practice.models import Evidence, PracticeExample, School, SizeBand

SIZE_BANDS = list(SizeBand)


class SizeGroup(facets.ChoiceGroup):
    """The filter by number of pupils, where it is known. Its terms are the bands of `SizeBand`."""

    def __init__(self) -> None:
        super().__init__("size", "Size of school", PracticeExample, "school", SizeBand.choices, Kind.PRACTICE)

    def list_links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, int]]:
        """Yield the key of each example whose school has a known number of pupils, with the key of the term."""
        pairs = get_numbers_of_pupils(item_pks).iterator(10_000)
        return ((pk, SIZE_BANDS.index(band)) for pk, pupils in pairs if (band := SizeBand.for_pupils(pupils)))

    def build_condition(self, keys: Collection[int]) -> Q:
        wanted = {SIZE_BANDS[key] for key in keys}
        return Q(pk__in=[pk for pk, pupils in get_numbers_of_pupils() if SizeBand.for_pupils(pupils) in wanted])


def get_numbers_of_pupils(item_pks: Collection[int] | None = None) -> Any:
    """Return the keys of these examples, or of all, each with the number of pupils of its school if that is known."""
    examples = narrow_to_items(PracticeExample.objects.order_by(), "pk", item_pks)
    return examples.filter(school__pupils__isnull=False).values_list("pk", "school__pupils")


def connect_signals() -> None:
    """Update the indexes when a school changes, because examples are filtered by its size and found by its name."""
    post_save.connect(record_school_change, sender=School, dispatch_uid="School saved, for its examples")


def record_school_change(instance: School, created: bool, **kwargs: Any) -> None:
    if not created:
        record_items(list(instance.examples.order_by().values_list("pk", flat=True)))


def register_groups() -> None:
    facets.register_group(
        facets.ChoiceGroup(
            "evidence", "Kind of evidence", PracticeExample, "evidence_kind", Evidence.choices, Kind.PRACTICE
        )
    )
    facets.register_group(SizeGroup())
