"""Receivers for every change that the facet index must know, which log it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from gateway.catalogue.models import (
    AreaOfNeed,
    FocusArea,
    Item,
    Keyword,
    Phase,
    SettingType,
    Synonym,
    touch_pages,
)
from gateway.catalogue.models.change_log import hold_changes, published_among, record_items, record_terms
from gateway.catalogue.models.item import item_details

type Seen = Callable[[Any], object]

LOG_IN_FIELDS = {"last_login"}
SEEN_BY_MODEL: dict[type[Model], tuple[Seen, bool]] = {}
"""What public pages show of the rows of each model, and whether they show a new row at once."""


def get_all_values(row: Any) -> object:
    """Return all values of a row but when it was saved, for models whose rows are public as they are."""
    fields = (field for field in row._meta.concrete_fields if not getattr(field, "auto_now", False))
    values = (field.value_from_object(row) for field in fields)
    return tuple(str(value) if isinstance(value, FieldFile) else value for value in values)


def values_if_published(name: str) -> Seen:
    """Return a function for all values of a row, if the item in its foreign key of this name is published."""

    def seen(row: Any) -> object:
        return get_all_values(row) if published_among([getattr(row, f"{name}_id")]) else None

    return seen


def connect_signals() -> None:
    """Connect the receivers; called once, when all apps are loaded."""
    models = (Item, *(model for _, model in item_details()))
    foresee(note_published, *models)
    hear(item_changed, *models)
    for field in Item._meta.many_to_many:
        m2m_changed.connect(item_links_changed, sender=field.remote_field.through, dispatch_uid=f"{field.name} changed")
    connect_term_signals(FocusArea, AreaOfNeed, Phase, SettingType, Synonym)
    foresee(term_changes, Keyword)
    post_save.connect(keyword_changed, sender=Keyword, dispatch_uid="Keyword saved")
    pre_delete.connect(keyword_changed, sender=Keyword, dispatch_uid="Keyword deleted")


def hear(receiver: Callable[..., None], *models: type[Model]) -> None:
    """Call the receiver, once each time, when a row of these models is saved or deleted."""
    for model in models:
        for signal, happened in ((post_save, "saved"), (post_delete, "deleted")):
            signal.connect(receiver, sender=model, dispatch_uid=f"{model.__name__} {happened}: {receiver.__name__}")


def foresee(receiver: Callable[..., None], *models: type[Model]) -> None:
    """Call the receiver before a row of these models is saved or deleted."""
    for model in models:
        for signal, what in ((pre_save, "to be saved"), (pre_delete, "to be deleted")):
            signal.connect(receiver, sender=model, dispatch_uid=f"{model.__name__} {what}: {receiver.__name__}")


def connect_term_signals(*vocabularies: type[Model]) -> None:
    """Log every change of these models' rows as a change of the vocabularies."""
    foresee(term_changes, *vocabularies)
    hear(terms_changed, *vocabularies)


def note_published(instance: Any, **kwargs: Any) -> None:
    """Record whether an item that is about to be saved or deleted is still published."""
    instance.was_published = bool(instance.pk and published_among([instance.pk]))


def item_changed(instance: Any, **kwargs: Any) -> None:
    record_items([instance.pk], were_published=[instance.pk] if instance.was_published else [])


def item_links_changed(instance: Item, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        record_items([instance.pk])


def keyword_changed(instance: Keyword, **kwargs: Any) -> None:
    """Log the items of a keyword that was renamed or is about to be deleted."""
    record_items(list(instance.uses.values_list("content_object_id", flat=True)))


def term_changes(**kwargs: Any) -> None:
    """A term or keyword is about to be saved or deleted, which many items may refer to."""
    hold_changes()


def terms_changed(**kwargs: Any) -> None:
    record_terms()


def connect_page_signals(*models: type[Model], seen: Seen = get_all_values, is_seen_when_new: bool = True) -> None:
    """Mark public pages as out of date when what they show of a row of these models changes.

    `seen` returns what they show, None for nothing. Code that writes by `update()` or in bulk calls `touch_pages`
    itself.
    """
    for model in models:
        SEEN_BY_MODEL[model] = (seen, is_seen_when_new)
    foresee(note_seen, *models)
    hear(row_changed, *models)


def note_seen(sender: Any, instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """Record what pages show of a row before it is saved or deleted."""
    is_log_in = update_fields is not None and set(update_fields) == LOG_IN_FIELDS
    before = sender._base_manager.filter(pk=instance.pk).first() if instance.pk and not is_log_in else None
    instance.seen_before = SEEN_BY_MODEL[sender][0](before) if before else None


def row_changed(
    sender: Any, instance: Any, created: bool | None = None, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Mark the pages as out of date if they showed something else before; a deletion has no `created`."""
    seen, is_seen_when_new = SEEN_BY_MODEL[sender]
    if (created and not is_seen_when_new) or (update_fields is not None and set(update_fields) == LOG_IN_FIELDS):
        return
    if instance.seen_before != (None if created is None else seen(instance)):
        touch_pages()
