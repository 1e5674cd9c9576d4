"""The recipients of notifications, each told once for the strongest reason, in batches for many followers."""

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


def get_people_not_notified(author: Any) -> set[int]:
    """Return who is not told of a member's action: the member, and those with a block between them."""
    return {author.pk, *get_hidden_people(author)} if author else set()


def notify_people(users: Iterable[int | None], not_notified: Collection[int], **what: Any) -> None:
    """Tell members of an event, unless they have been told of it before."""
    notify({user for user in users if user} - set(not_notified), **what)


def notify_followers(follows: Any, not_notified: Collection[int], **what: Any) -> None:
    """Tell every member who has one of these follows."""
    for follows_by_user in group_by_user(follows):
        usual = get_usual_frequencies(follows_by_user)
        save_notifications(
            [
                Notification(user_id=user, cause_id=get_most_frequent(own, usual.get(user)).pk, **what)
                for user, own in follows_by_user.items()
                if user not in not_notified
            ]
        )


def group_by_user(follows: Any) -> Iterator[dict[int, list[Follow]]]:
    """Yield follows grouped by user, for a batch of users at a time."""
    follows = follows.filter(user__is_active=True)
    for people in batch_people(follows):
        follows_by_user: dict[int, list[Follow]] = {user: [] for user in people}
        for follow in follows.filter(user_id__in=people).order_by("pk"):
            follows_by_user[follow.user_id].append(follow)
        yield follows_by_user


def get_usual_frequencies(users: Collection[int]) -> dict[int, str]:
    """Return how often these users have chosen to be told of things, for those who have chosen."""
    return dict(NotificationSettings.objects.filter(user__in=list(users)).values_list("user_id", "how_often"))


def get_most_frequent(follows: Iterable[Follow], usual: str | None) -> Follow:
    """Return which of several follows of a user asks for the most frequent e-mails."""
    return min(follows, key=lambda each: RANK_BY_FREQUENCY[get_frequency(each, usual)])


def get_frequency(follow: Follow, usual: str | None) -> EmailFrequency:
    return EmailFrequency(
        usual or EmailFrequency.DAILY if follow.how_often == EmailFrequency.AS_USUAL else follow.how_often
    )
