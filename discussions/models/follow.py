"""What members follow, and how often they are told of it."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import EmailFrequency
from discussions.models.comment import Comment
from gateway.catalogue.models import FocusArea, Item
from practice.models import School
from resources.models import Publisher

MAX_NAME_LENGTH = 80
MAX_SEARCH_LENGTH = 1_000
THING_FIELDS = ("item", "thread", "focus_area", "school", "publisher")
"""The foreign keys to what is followed. A follow of a search has none of them."""


def build_one_thing_condition() -> Q:
    """Return the condition that exactly one of the fields is set."""
    names = (*THING_FIELDS, "search")
    return reduce(or_, (Q(*(is_set(each) if each == name else ~is_set(each) for each in names)) for name in names))


def is_set(name: str) -> Q:
    return ~Q(search="") if name == "search" else Q(**{f"{name}__isnull": False})


class FollowQuerySet(models.QuerySet["Follow"]):
    """Follows, by what they follow."""

    def for_thing(self, thing: models.Model, field: str) -> Self:
        """Return the follows of one thing."""
        return self.filter(**{field: thing.pk})

    def searches(self) -> Self:
        return self.exclude(search="")

    def with_things(self) -> Self:
        """Load what the follows refer to with them, in one query."""
        return self.select_related("item", "thread__item", "thread__focus_area", "focus_area", "school", "publisher")


class Follow(models.Model):
    """A member's follow of one thing: an item, a thread, a focus area, a school, a publisher or a search."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    thread = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    focus_area = models.ForeignKey(FocusArea, models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    publisher = models.ForeignKey(Publisher, models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    search_name = models.CharField("name", max_length=MAX_NAME_LENGTH, blank=True)
    search = models.CharField(max_length=MAX_SEARCH_LENGTH, blank=True, help_text="The address of a search.")
    how_often = models.CharField("by email", max_length=8, choices=EmailFrequency, default=EmailFrequency.AS_USUAL)
    since = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=[name, "user"], condition=is_set(name), name=f"follow_of_{name}")
            for name in (*THING_FIELDS, "search")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=build_one_thing_condition(), name="follow_is_of_one_thing"),
            models.CheckConstraint(condition=Q(how_often__in=EmailFrequency.values), name="follow_how_often_is_known"),
            models.CheckConstraint(
                condition=Q(search="", search_name="") | ~(Q(search="") | Q(search_name="")),
                name="follow_of_a_search_has_a_name",
            ),
            *(
                models.UniqueConstraint(fields=["user", name], condition=is_set(name), name=f"follow_{name}_once")
                for name in (*THING_FIELDS, "search")
            ),
        ]

    def __str__(self) -> str:
        return f"Follow {self.pk}"

    @property
    def field(self) -> str:
        """Return the name of the field that is set."""
        return next((name for name in THING_FIELDS if getattr(self, f"{name}_id")), "search")

    @property
    def thing(self) -> int | str:
        """Return the key of what is followed, or the address of a search."""
        return self.search or getattr(self, f"{self.field}_id")
