"""Sources of notifications: each app says what it notifies users of, in what words, whom, and when it is read.

An app calls `register_source` in its `AppConfig.ready`. This module does not know what the notifications are about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, Subquery
from django.db.models.signals import post_delete
from django.http import HttpRequest


@dataclass(frozen=True)
class NotificationKind:
    """A reason to notify a user; `name` is unique among all sources.

    A kind that `is_personal` is about the user, and is mailed at once unless they chose otherwise. A kind that is not
    `is_mailed` has a message of its own.
    """

    name: str
    label: str
    is_personal: bool = False
    is_mailed: bool = True


@dataclass(frozen=True)
class NotificationText:
    """What a notification says: a sentence without its full stop, its path, and an excerpt of what is there.

    Notifications with one `group` appear together in a digest, under one `heading`.
    """

    text: str
    path: str
    heading: str
    excerpt: str = ""
    group: object = None


def get_no_keys(request: HttpRequest) -> Collection[int]:
    """Return no keys: no page of the source's own counts as reading."""
    return ()


@dataclass(frozen=True)
class Source:
    """What notifications of some kinds are about: rows of one model.

    `visible_to` returns the rows that a user may see now, and so be shown and mailed notifications of. `describe`
    returns the words for some notifications of a user by their keys, in a number of queries that does not grow with
    them. `read_on` returns the keys of the rows that a page shows, which the user has read with it. `how_often` is a
    query for how often the user wants e-mail about a notification's `cause_id`, or None if there is no such choice.
    `check_timed_events` sends notifications of what only a timer notices, for machines that have none.
    """

    name: str
    model: type[Model]
    kinds: tuple[NotificationKind, ...]
    visible_to: Callable[[Any], QuerySet[Any]]
    describe: Callable[[Iterable[Any], Any], Mapping[int, NotificationText]]
    read_on: Callable[[HttpRequest], Collection[int]] = get_no_keys
    how_often: Callable[[], Subquery[Any]] | None = None
    check_timed_events: Callable[[], object] | None = None

    @property
    def kind_names(self) -> list[str]:
        return [kind.name for kind in self.kinds]


SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Register a source, which replaces one of the same name.

    Raise ValueError if another source has a kind of the same name.
    """
    others = [each for each in SOURCES if each.name != source.name]
    taken = {name for each in others for name in each.kind_names} & set(source.kind_names)
    if taken:
        raise ValueError(f"Another source has the kinds {', '.join(sorted(taken))}.")
    SOURCES[:] = [*others, source]
    post_delete.connect(delete_with_subject, sender=source.model, dispatch_uid=f"notifications of {source.name}")


def delete_with_subject(sender: type[Model], instance: Any, **more: Any) -> None:
    """Delete the notifications of a row that is deleted, as a foreign key would."""
    from_table = instance._meta.apps.get_model("accounts", "Notification")._default_manager
    names = [name for source in SOURCES if source.model is sender for name in source.kind_names]
    from_table.filter(subject_id=instance.pk, kind__in=names).delete()


def get_kind(name: str) -> NotificationKind:
    """Return the kind of this name, or raise KeyError if no source has it."""
    return {kind.name: kind for source in SOURCES for kind in source.kinds}[name]


def get_personal_kinds() -> list[str]:
    return [kind.name for source in SOURCES for kind in source.kinds if kind.is_personal]


def check_timed_events() -> None:
    """Have each source send notifications of what only a timer notices."""
    for source in SOURCES:
        if source.check_timed_events:
            source.check_timed_events()
