"""What visitors search for, as counts by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.utils import timezone

KEPT_DAYS = 90
MIN_TIMES_SHOWN, MIN_DAYS_SHOWN = 3, 2
"""Words that were searched for less often, or on fewer days, may be one visitor's own and are never shown."""
MAX_QUERY_LENGTH = 80


class AskedWordsQuerySet(models.QuerySet["AskedWords"]):
    """Words that visitors searched for, and which of them may be shown."""

    def of_last(self, days: int) -> Self:
        """Return the rows of the last `days` days, including today."""
        return self.filter(day__gt=timezone.localdate() - timedelta(days=days))

    def common(self, days: int, *, without_results: bool = False) -> models.QuerySet[AskedWords, dict[str, Any]]:
        """Return the words that several visitors searched for, the most frequent first.

        `times` says how often in these days, `last_found` how many results the latest search had. Words are shown only
        if they were searched for often enough in all the days that are kept.
        """
        in_these = Q(day__gt=timezone.localdate() - timedelta(days=days))
        latest = AskedWords.objects.filter(words=OuterRef("words")).order_by("-day", "-pk").values("found")[:1]
        counted = (
            self.of_last(KEPT_DAYS)
            .order_by()
            .values("words")
            .annotate(all_times=Sum("count"), days=Count("day", distinct=True))
            .filter(all_times__gte=MIN_TIMES_SHOWN, days__gte=MIN_DAYS_SHOWN)
            .annotate(times=Sum("count", filter=in_these, default=0), last_found=Subquery(latest))
            .filter(times__gt=0)
        )
        return (counted.filter(last_found=0) if without_results else counted).order_by("-times", "words")


class AskedWords(models.Model):
    """How often the same words were searched for on one day and with how many results, without who searched."""

    day = models.DateField()
    words = models.CharField(max_length=MAX_QUERY_LENGTH)
    found = models.PositiveIntegerField(help_text="How many results there were.")
    count = models.PositiveIntegerField()

    objects = AskedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "what people look for"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "words", "found"], name="asked_words_once_a_day"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(words__contains="@"), name="asked_words_no_address"),
        ]
        indexes: ClassVar = [models.Index(fields=["words", "-day"], name="asked_words_latest")]

    def __str__(self) -> str:
        return f"{self.day} {self.words}: {self.count}"


def get_first_day_kept() -> date:
    return timezone.localdate() - timedelta(days=KEPT_DAYS - 1)
