"""Keywords: the only free vocabulary, built on django-taggit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Count, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Lower
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from gateway.catalogue.models.change_log import lock_change_log, record_items


class KeywordQuerySet(models.QuerySet["Keyword"]):
    """Keywords, and how many items carry each."""

    def most_used_first(self) -> Any:
        """Return the keywords with `uses_count`, the number of items that carry each."""
        return self.annotate(uses_count=Count("uses")).order_by("-uses_count", Lower("name"))


class Keyword(TagBase):
    """A word that describes items, unique regardless of case."""

    objects = KeywordQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="keyword_unique_whatever_its_case")]

    @transaction.atomic
    def merge(self, others: Iterable[Keyword]) -> None:
        """Give this keyword to every item that carries one of `others`, and delete those."""
        lock_change_log()
        for other in others:
            if other.pk == self.pk:
                continue
            record_items(list(other.uses.values_list("content_object_id", flat=True)))
            here = self.uses.values("content_object_id")
            other.uses.exclude(content_object_id__in=here).update(tag=self)
            other.delete()


class KeywordOnItem(ItemBase):
    """A keyword that an item carries, with a real foreign key to each of the two."""

    content_object = models.ForeignKey("catalogue.Item", models.CASCADE, related_name="+")
    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="uses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="keyword_once_on_an_item")
        ]

    @staticmethod
    def build_name_lines() -> Subquery:
        """Return a subquery for the keywords of an item, one per line in no order, to annotate items with."""
        here = KeywordOnItem.objects.filter(content_object=OuterRef("pk")).values("content_object")
        return Subquery(here.values(lines=StringAgg("tag__name", Value("\n"))))


class KeywordsOfItem(_TaggableManager):
    """The keywords of an item, none of which is merged or deleted between being looked up and being added."""

    def add(self, *tags: Any, **more: Any) -> None:
        lock_change_log()
        super().add(*tags, **more)

    def set(self, tags: Iterable[Any], **more: Any) -> None:
        """Lock the log once: taggit's own manager calls its own `add`."""
        lock_change_log()
        _TaggableManager(self.through, self.model, self.instance, self.prefetch_cache_name).set(tags, **more)
