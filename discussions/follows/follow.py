"""To follow and to stop: a thing once a person, and not more things than anybody reads of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model

from accounts.models import EmailFrequency, NotificationSettings
from discussions.follows.followed_searches import Search
from discussions.models import Follow
from gateway.catalogue.models import FocusArea
from practice.models import School

MAX_FOLLOWS_PER_USER = 500
"""So many things one person follows at most."""
MAX_SEARCHES_PER_USER = 50
TOO_MANY_FOLLOWS_MESSAGE = (
    f"You follow {MAX_FOLLOWS_PER_USER} things, which is the most you can. Stop following some first."
)


class TooMany(Exception):
    """The person follows as much as one can; the text says what they can do."""


def follow(user: Any, field: str, thing: Model) -> None:
    """Follows a thing; to follow it twice is to follow it once. Raises TooMany."""
    keep(Follow(user=user, **{f"{field}_id": thing.pk}))


def follow_search(user: Any, search: Search, name: str, how_often: str = EmailFrequency.AS_USUAL) -> None:
    """Follows a search under a name. Raises TooMany."""
    keep(Follow(user=user, search_name=name, search=search.url, how_often=how_often))


@transaction.atomic
def follow_areas(user: Any, areas: Collection[FocusArea]) -> None:
    """Follow these focus areas, and no others of those in use. Raises TooMany."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    theirs = Follow.objects.filter(user=user.pk)
    theirs.filter(focus_area__in=FocusArea.objects.current()).exclude(focus_area__in=areas).delete()
    known = set(theirs.filter(focus_area__in=areas).values_list("focus_area", flat=True))
    new = [Follow(user_id=user.pk, focus_area=area) for area in areas if area.pk not in known]
    if theirs.count() + len(new) > MAX_FOLLOWS_PER_USER:
        raise TooMany(TOO_MANY_FOLLOWS_MESSAGE)
    Follow.objects.bulk_create(new, ignore_conflicts=True)


def stop(user: Any, field: str, thing: Model) -> None:
    """Follows a thing no longer."""
    Follow.objects.filter(user=user, **{field: thing.pk}).delete()


def follow_own(user: Any, field: str, thing: Model) -> None:
    """Follows what the person wrote themselves, if they want that and there is room."""
    if (
        NotificationSettings.for_user(user).follow_own
        and Follow.objects.filter(user=user).count() < MAX_FOLLOWS_PER_USER
    ):
        Follow.objects.bulk_create([Follow(user=user, **{f"{field}_id": thing.pk})], ignore_conflicts=True)


@transaction.atomic
def keep(new: Follow) -> None:
    """Writes a follow, unless there are too many; the person's row is held, so that none slips past the count."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=new.user_id)
    theirs = Follow.objects.filter(user=new.user_id)
    if theirs.count() >= MAX_FOLLOWS_PER_USER:
        raise TooMany(TOO_MANY_FOLLOWS_MESSAGE)
    if new.search and theirs.searches().count() >= MAX_SEARCHES_PER_USER:
        raise TooMany(
            f"You follow {MAX_SEARCHES_PER_USER} searches, which is the most you can. Stop following some first."
        )
    Follow.objects.bulk_create([new], ignore_conflicts=True)


def follow_instead(double: School, school: School) -> None:
    """Has those who follow a double of a school follow the school."""
    already = list(Follow.objects.filter(school=school).values_list("user", flat=True))
    Follow.objects.filter(school=double).exclude(user__in=already).update(school=school)
