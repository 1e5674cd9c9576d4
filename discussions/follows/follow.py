"""Following and unfollowing: each thing once per user, and up to a limit."""

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
MAX_SEARCHES_PER_USER = 50
TOO_MANY_FOLLOWS_MESSAGE = (
    f"You follow {MAX_FOLLOWS_PER_USER} things, which is the most you can. Stop following some first."
)


class TooManyFollows(Exception):
    """The user follows as many things as they may. The message says what they can do."""


def follow(user: Any, field: str, thing: Model) -> None:
    """Follow a thing, once however often it is called. Raise TooManyFollows."""
    save_follow(Follow(user=user, **{f"{field}_id": thing.pk}))


def follow_search(user: Any, search: Search, name: str, how_often: str = EmailFrequency.AS_USUAL) -> None:
    """Follow a search under a name. Raise TooManyFollows."""
    save_follow(Follow(user=user, search_name=name, search=search.url, how_often=how_often))


@transaction.atomic
def follow_areas(user: Any, areas: Collection[FocusArea]) -> None:
    """Follow exactly these of the current focus areas. Raise TooManyFollows."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    own = Follow.objects.filter(user=user.pk)
    own.filter(focus_area__in=FocusArea.objects.current()).exclude(focus_area__in=areas).delete()
    known = set(own.filter(focus_area__in=areas).values_list("focus_area", flat=True))
    new = [Follow(user_id=user.pk, focus_area=area) for area in areas if area.pk not in known]
    if own.count() + len(new) > MAX_FOLLOWS_PER_USER:
        raise TooManyFollows(TOO_MANY_FOLLOWS_MESSAGE)
    Follow.objects.bulk_create(new, ignore_conflicts=True)


def unfollow(user: Any, field: str, thing: Model) -> None:
    Follow.objects.filter(user=user, **{field: thing.pk}).delete()


def follow_own(user: Any, field: str, thing: Model) -> None:
    """Follow what the user wrote, if they want that and are under the limit."""
    if (
        NotificationSettings.for_user(user).follow_own
        and Follow.objects.filter(user=user).count() < MAX_FOLLOWS_PER_USER
    ):
        Follow.objects.bulk_create([Follow(user=user, **{f"{field}_id": thing.pk})], ignore_conflicts=True)


@transaction.atomic
def save_follow(new: Follow) -> None:
    """Save a follow. Raise TooManyFollows at a limit, which two follows at once cannot exceed: the user is locked."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=new.user_id)
    own = Follow.objects.filter(user=new.user_id)
    if own.count() >= MAX_FOLLOWS_PER_USER:
        raise TooManyFollows(TOO_MANY_FOLLOWS_MESSAGE)
    if new.search and own.searches().count() >= MAX_SEARCHES_PER_USER:
        raise TooManyFollows(
            f"You follow {MAX_SEARCHES_PER_USER} searches, which is the most you can. Stop following some first."
        )
    Follow.objects.bulk_create([new], ignore_conflicts=True)


def move_follows(duplicate: School, school: School) -> None:
    """Move the follows of a duplicate school to the school that replaces it."""
    already = list(Follow.objects.filter(school=school).values_list("user", flat=True))
    Follow.objects.filter(school=duplicate).exclude(user__in=already).update(school=school)
