"""The sources of notifications: each app says what it tells people of, in words, to whom, and what counts as reading.

An app calls `register_source` in its `AppConfig.ready`. Nothing here knows what the notifications are about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, Subquery
from django.db.models.signals import post_delete
from django.http import HttpRequest


@dataclass(frozen=True)
class Kind:
    """Why somebody is told of something; `name` is unique among all sources.

    One that `is_personal` is about the person, and is mailed at once unless they chose otherwise. One that is not
    `is_mailed` is told of by a message of its own.
    """

    name: str
    label: str
    is_personal: bool = False
    is_mailed: bool = True


@dataclass(frozen=True)
class Words:
    """What a notification says: a sentence without its full stop, the path it leads to, and how that begins.

    Notifications with one `group` stand together in a digest, under one `heading`.
    """

    text: str
    path: str
    heading: str
    excerpt: str = ""
    group: object = None


def nothing_is_read(request: HttpRequest) -> Collection[int]:
    """Return no keys: no page of the source's own counts as reading."""
    return ()


@dataclass(frozen=True)
class Source:
    """What notifications of some kinds are about: rows of one model.

    `visible_to` gives the rows that a person may see now, and so be shown and mailed notifications of. `describe` gives
    the words for some notifications of a person by their keys, in a number of queries that does not grow with them.
    `read_on` gives the keys of the rows that a page shows, which the person has read with it. `how_often` is a query
    for how often the person wants to hear of a notification's `cause_id`; None if there is no such choice. `look_round`
    tells of what only a timer notices, for machines that have none.
    """

    name: str
    model: type[Model]
    kinds: tuple[Kind, ...]
    visible_to: Callable[[Any], QuerySet[Any]]
    describe: Callable[[Iterable[Any], Any], Mapping[int, Words]]
    read_on: Callable[[HttpRequest], Collection[int]] = nothing_is_read
    how_often: Callable[[], Subquery[Any]] | None = None
    look_round: Callable[[], object] | None = None

    @property
    def kind_names(self) -> list[str]:
        """The names of its kinds."""
        return [kind.name for kind in self.kinds]


SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Tell people of what this source tells, from now on; one of the same name takes its place.

    Raises ValueError if another source has a kind of the same name.
    """
    others = [each for each in SOURCES if each.name != source.name]
    taken = {name for each in others for name in each.kind_names} & set(source.kind_names)
    if taken:
        raise ValueError(f"Another source tells of {', '.join(sorted(taken))}.")
    SOURCES[:] = [*others, source]
    post_delete.connect(delete_with_subject, sender=source.model, dispatch_uid=f"notifications of {source.name}")


def delete_with_subject(sender: type[Model], instance: Any, **more: Any) -> None:
    """Delete the notifications of a row that is deleted, as a foreign key would."""
    from_table = instance._meta.apps.get_model("accounts", "Notification")._default_manager
    names = [name for source in SOURCES if source.model is sender for name in source.kind_names]
    from_table.filter(subject_id=instance.pk, kind__in=names).delete()


def kind_named(name: str) -> Kind:
    """Return the kind of this name. Raises KeyError if no source has it."""
    return {kind.name: kind for source in SOURCES for kind in source.kinds}[name]


def personal_kinds() -> list[str]:
    """Return the names of the kinds that are about the person."""
    return [kind.name for source in SOURCES for kind in source.kinds if kind.is_personal]


def look_round() -> None:
    """Have each source tell of what only a timer notices."""
    for source in SOURCES:
        if source.look_round:
            source.look_round()
