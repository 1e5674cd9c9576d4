"""Weekly counts of how publications are used. They hold numbers only, nothing about visitors."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from resources.models.publication import Publication

MONDAY = 1


class Use(models.TextChoices):
    """How a visitor used a publication."""

    VIEW = "view", "Views"
    DOWNLOAD = "download", "Downloads"
    CLICK = "click", "Outward clicks"


class WeeklyCount(models.Model):
    """How often a publication was used in one way in one week."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="weekly_counts")
    week = models.DateField(help_text="Its Monday.")
    use = models.CharField(max_length=8, choices=Use)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "week", "use"], name="weekly_count_once"),
            models.CheckConstraint(condition=Q(use__in=Use.values), name="weekly_count_use_is_known"),
            models.CheckConstraint(condition=Q(week__iso_week_day=MONDAY), name="weekly_count_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.use}: {self.count}"


class WeeklyFilter(models.Model):
    """How often visitors opened a publication in one week from a list that was narrowed by one term."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="weekly_filters")
    week = models.DateField(help_text="Its Monday.")
    parameter = models.CharField(max_length=20, help_text="The group of terms, as addresses name it.")
    term = models.CharField(max_length=160, help_text="The term's slug.")
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "week", "parameter", "term"], name="weekly_filter_once"),
            models.CheckConstraint(condition=Q(week__iso_week_day=MONDAY), name="weekly_filter_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.parameter}={self.term}: {self.count}"


def get_this_week() -> date:
    """Return the Monday of the current week in England."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())
