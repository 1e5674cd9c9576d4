"""Who is told of what: the strongest reason counts, each person once, thousands of followers in batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from accounts.blocking import get_hidden_people
from accounts.models import EmailFrequency, Notification, NotificationSettings
from accounts.notifications.notify import notify, save_notifications
from accounts.notifications.user_batches import batch_people
from discussions.models import Follow

RANK_BY_FREQUENCY = {
    EmailFrequency.AT_ONCE: 0,
    EmailFrequency.DAILY: 1,
    EmailFrequency.WEEKLY: 2,
    EmailFrequency.NEVER: 3,
}


def people_to_spare(author: Any) -> set[int]:
    """Who is not told of what somebody did: they themselves, and those of whom one has blocked the other."""
    return {author.pk, *get_hidden_people(author)} if author else set()


def tell_people(users: Iterable[int | None], spared: Collection[int], **what: Any) -> None:
    """Tells some people, unless they have been told of this event before."""
    notify({user for user in users if user} - set(spared), **what)


def tell_followers(follows: Any, spared: Collection[int], **what: Any) -> None:
    """Tells everybody who has one of these follows."""
    for theirs in by_person(follows):
        usual = usual_of(theirs)
        save_notifications(
            [
                Notification(user_id=user, cause_id=most_often(own, usual.get(user)).pk, **what)
                for user, own in theirs.items()
                if user not in spared
            ]
        )


def by_person(follows: Any) -> Iterator[dict[int, list[Follow]]]:
    """The follows of some people at a time, until everybody with one has come."""
    follows = follows.filter(user__is_active=True)
    for people in batch_people(follows):
        theirs: dict[int, list[Follow]] = {user: [] for user in people}
        for follow in follows.filter(user_id__in=people).order_by("pk"):
            theirs[follow.user_id].append(follow)
        yield theirs


def usual_of(users: Collection[int]) -> dict[int, str]:
    """How often each of some people usually hears of things, as far as they have chosen."""
    return dict(NotificationSettings.objects.filter(user__in=list(users)).values_list("user_id", "how_often"))


def most_often(follows: Iterable[Follow], usual: str | None) -> Follow:
    """Of several follows of one person, the one that asks to hear soonest."""
    return min(follows, key=lambda each: RANK_BY_FREQUENCY[meant(each, usual)])


def meant(follow: Follow, usual: str | None) -> EmailFrequency:
    """How often a follow asks to hear."""
    return EmailFrequency(
        usual or EmailFrequency.DAILY if follow.how_often == EmailFrequency.AS_USUAL else follow.how_often
    )
