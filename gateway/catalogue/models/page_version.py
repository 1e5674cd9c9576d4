"""A number that changes whenever public pages may look different for a reason that the change log does not record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models, transaction
from django.db.models import F, Q


class PageVersion(models.Model):
    """The number of changes to public pages that the change log does not record, in a single row.

    It is separate from `ChangeCounter`, whose row is locked while items are imported: a comment must not wait for that.
    """

    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="page_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)


def touch_pages() -> None:
    """Mark the cached pages as out of date once this transaction commits.

    Call it wherever something changes that anonymous visitors see and that is neither an item nor a term (the change
    log covers those), such as a comment that is posted, edited or hidden. A vote does not need it: cached pages show
    the new number half a minute later.

    It costs nothing inside the transaction and one short UPDATE after it. If that is lost because the process is killed
    in between, the old pages live for `KEEP_ANSWERS` seconds at most.

    `update()` and `bulk_create()` need this function. For models that change only through `save()` and `delete()`, call
    `gateway.catalogue.signals.connect_page_signals(Model)` in `ready()` instead.
    """
    transaction.on_commit(increment_version, robust=True)


def increment_version() -> None:
    if not PageVersion.objects.filter(pk=1).update(value=F("value") + 1):
        PageVersion.objects.get_or_create(pk=1)
        PageVersion.objects.filter(pk=1).update(value=F("value") + 1)
