"""Keywords: the one free vocabulary, on django-taggit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Count, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Lower
from taggit.models import ItemBase, TagBase

from gateway.catalogue.models.change_log import record_items


class KeywordQuerySet(models.QuerySet["Keyword"]):
    """Keywords, by how much they are used."""

    def most_used_first(self) -> Any:
        """Return them with `uses_count`, the number of items that carry each."""
        return self.annotate(uses_count=Count("uses")).order_by("-uses_count", "name")


class Keyword(TagBase):
    """A word that describes items, whatever its case."""

    objects = KeywordQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="keyword_unique_whatever_its_case")]

    @transaction.atomic
    def take_over(self, others: Iterable[Keyword]) -> None:
        """Gives every item of `others` this keyword instead, and deletes them."""
        for other in others:
            if other.pk == self.pk:
                continue
            record_items(list(other.uses.values_list("content_object_id", flat=True)))
            here = self.uses.values("content_object_id")
            other.uses.exclude(content_object_id__in=here).update(tag=self)
            other.delete()


class KeywordOnItem(ItemBase):
    """That an item carries a keyword, with real foreign keys on both sides."""

    content_object = models.ForeignKey("catalogue.Item", models.CASCADE, related_name="+")
    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="uses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="keyword_once_on_an_item")
        ]

    @staticmethod
    def lines() -> Subquery:
        """The keywords of an item in no order, a line each, to annotate items with."""
        here = KeywordOnItem.objects.filter(content_object=OuterRef("pk")).values("content_object")
        return Subquery(here.values(lines=StringAgg("tag__name", Value("\n"))))
