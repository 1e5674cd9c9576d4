"""The filters that only practice examples have: the kind of evidence and the size of the school."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_save

from gateway.catalogue import facets
from gateway.catalogue.models import Kind
from gateway.catalogue.models.change_log import record_items
from practice.models import Evidence, PracticeExample, School, SizeBand

EVIDENCE_KINDS = [evidence for evidence in Evidence if evidence]
SIZE_BANDS = list(SizeBand)


def get_examples(item_pks: Collection[int] | None) -> QuerySet[PracticeExample]:
    """Return the examples with these keys, or all of them."""
    examples = PracticeExample.objects.order_by()
    return examples if item_pks is None else examples.filter(pk__in=item_pks)


class EvidenceGroup:
    """The filter by kind of evidence. A term's key is its position in `EVIDENCE_KINDS`."""

    parameter = "evidence"
    legend = "Kind of evidence"
    kind = Kind.PRACTICE
    item_model = PracticeExample
    item_columns = ("evidence_kind",)

    def vocabulary(self) -> facets.Vocabulary:
        return facets.Vocabulary(
            tuple(facets.FacetTerm(key, each.value, each.label) for key, each in enumerate(EVIDENCE_KINDS))
        )

    def links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, int]]:
        """Yield the key of each example that states its evidence, with the key of the term."""
        places = {each.value: key for key, each in enumerate(EVIDENCE_KINDS)}
        pairs = get_examples(item_pks).exclude(evidence_kind="").values_list("pk", "evidence_kind")
        return ((pk, places[kind]) for pk, kind in pairs.iterator(10_000))

    def condition(self, keys: Collection[int]) -> Q:
        with_any = PracticeExample.objects.order_by().filter(
            evidence_kind__in=[EVIDENCE_KINDS[key].value for key in keys]
        )
        return Q(pk__in=with_any.values("pk"))

    def more(self) -> tuple[str, str]:
        """Return no link to more terms: there are few."""
        return "", ""


class SizeGroup:
    """The filter by number of pupils, where it is known. A term's key is its position in `SIZE_BANDS`."""

    parameter = "size"
    legend = "Size of school"
    kind = Kind.PRACTICE
    item_model = PracticeExample
    item_columns = ("school",)

    def vocabulary(self) -> facets.Vocabulary:
        return facets.Vocabulary(
            tuple(facets.FacetTerm(key, each.value, each.label) for key, each in enumerate(SIZE_BANDS))
        )

    def links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, int]]:
        """Yield the key of each example whose school has a known number of pupils, with the key of the term."""
        pairs = get_examples(item_pks).filter(school__pupils__isnull=False).values_list("pk", "school__pupils")
        return ((pk, SIZE_BANDS.index(band)) for pk, pupils in pairs.iterator(10_000) if (band := SizeBand.of(pupils)))

    def condition(self, keys: Collection[int]) -> Q:
        known = get_examples(None).filter(school__pupils__isnull=False).values_list("pk", "school__pupils")
        wanted = {SIZE_BANDS[key] for key in keys}
        return Q(pk__in=[pk for pk, pupils in known if SizeBand.of(pupils) in wanted])

    def more(self) -> tuple[str, str]:
        """Return no link to more terms: there are few."""
        return "", ""


def connect_signals() -> None:
    """Update the indexes when a school changes, because examples are filtered by its size and found by its name."""
    post_save.connect(record_school_change, sender=School, dispatch_uid="School saved, for its examples")


def record_school_change(instance: School, created: bool, **kwargs: Any) -> None:
    if not created:
        record_items(list(instance.examples.order_by().values_list("pk", flat=True)))


def register_groups() -> None:
    facets.register_group(EvidenceGroup())
    facets.register_group(SizeGroup())
