"""A number that changes whenever public pages may look different for a reason that the log of changes does not name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models, transaction
from django.db.models import F, Q


class PageVersion(models.Model):
    """How often pages were touched, in one row.

    Apart from `ChangeCounter`, whose row is locked while items are imported: a comment must not wait for that.
    """

    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="page_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)


def touch_pages() -> None:
    """Says that public pages look different once this transaction is committed: kept answers are made anew.

    Call it wherever something changes that anonymous visitors see and that is neither an item nor a term (whose
    changes are heard of anyway): a comment that is posted, edited or hidden, say. A vote need not: kept pages show
    their number half a minute later. It costs nothing inside
    the transaction and one short UPDATE after it. Were it lost (the process is killed in between), the old answers live
    for `KEEP_ANSWERS` seconds at most. For models that change by `save()` and `delete()` alone,
    `gateway.catalogue.signals.listen_for_pages(Model)` in `ready()` does it; `update()` and `bulk_create()` need this.
    """
    transaction.on_commit(count_up, robust=True)


def count_up() -> None:
    """Makes the number another one."""
    if not PageVersion.objects.filter(pk=1).update(value=F("value") + 1):
        PageVersion.objects.get_or_create(pk=1)
        PageVersion.objects.filter(pk=1).update(value=F("value") + 1)
