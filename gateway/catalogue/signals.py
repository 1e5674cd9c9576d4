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
from gateway.catalogue.models.change_log import get_published_keys, lock_change_log, record_items, record_terms
from gateway.catalogue.models.item import get_detail_models

type ValuesGetter = Callable[[Any], object]

LOG_IN_FIELDS = {"last_login"}
PAGE_VALUES_BY_MODEL: dict[type[Model], tuple[ValuesGetter, bool]] = {}
"""By model, what public pages show of its rows, and whether they show a new row at once."""


def get_all_values(row: Any) -> object:
    """Return all values of a row but when it was saved, for models whose rows are public as they are."""
    fields = (field for field in row._meta.concrete_fields if not getattr(field, "auto_now", False))
    values = (field.value_from_object(row) for field in fields)
    return tuple(str(value) if isinstance(value, FieldFile) else value for value in values)


def make_published_values_getter(name: str) -> ValuesGetter:
    """Return a function for all values of a row, if the item in its foreign key of this name is published."""

    def get_values(row: Any) -> object:
        return get_all_values(row) if get_published_keys([getattr(row, f"{name}_id")]) else None

    return get_values


def connect_signals() -> None:
    """Connect the receivers; called once, when all apps are loaded."""
    models = (Item, *(model for _, model in get_detail_models()))
    connect_before_change(set_was_published, *models)
    connect_after_change(record_item_change, *models)
    for field in Item._meta.many_to_many:
        m2m_changed.connect(record_item_links, sender=field.remote_field.through, dispatch_uid=f"{field.name} changed")
    connect_term_signals(FocusArea, AreaOfNeed, Phase, SettingType, Synonym)
    connect_before_change(lock_before_term_change, Keyword)
    post_save.connect(record_keyword_items, sender=Keyword, dispatch_uid="Keyword saved")
    pre_delete.connect(record_keyword_items, sender=Keyword, dispatch_uid="Keyword deleted")


def connect_after_change(receiver: Callable[..., None], *models: type[Model]) -> None:
    """Call the receiver, once each time, when a row of these models is saved or deleted."""
    for model in models:
        for signal, happened in ((post_save, "saved"), (post_delete, "deleted")):
            signal.connect(receiver, sender=model, dispatch_uid=f"{model.__name__} {happened}: {receiver.__name__}")


def connect_before_change(receiver: Callable[..., None], *models: type[Model]) -> None:
    """Call the receiver before a row of these models is saved or deleted."""
    for model in models:
        for signal, what in ((pre_save, "to be saved"), (pre_delete, "to be deleted")):
            signal.connect(receiver, sender=model, dispatch_uid=f"{model.__name__} {what}: {receiver.__name__}")


def connect_term_signals(*vocabularies: type[Model]) -> None:
    """Log every change of these models' rows as a change of the vocabularies."""
    connect_before_change(lock_before_term_change, *vocabularies)
    connect_after_change(record_term_change, *vocabularies)


def set_was_published(instance: Any, **kwargs: Any) -> None:
    """Set whether an item that is about to be saved or deleted is published."""
    instance.was_published = bool(instance.pk and get_published_keys([instance.pk]))


def record_item_change(instance: Any, **kwargs: Any) -> None:
    record_items([instance.pk], were_published=[instance.pk] if instance.was_published else [])


def record_item_links(instance: Item, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        record_items([instance.pk])


def record_keyword_items(instance: Keyword, **kwargs: Any) -> None:
    """Log the items of a keyword that was renamed or is about to be deleted."""
    record_items(list(instance.uses.values_list("content_object_id", flat=True)))


def lock_before_term_change(**kwargs: Any) -> None:
    """Lock the change log before a term or keyword is saved or deleted, which many items may refer to."""
    lock_change_log()


def record_term_change(**kwargs: Any) -> None:
    record_terms()


def connect_page_signals(
    *models: type[Model], get_values: ValuesGetter = get_all_values, is_shown_when_new: bool = True
) -> None:
    """Mark public pages as out of date when what they show of a row of these models changes.

    `get_values` returns what they show of a row, or None for nothing. Code that writes by `update()` or in bulk must
    call `touch_pages` itself.
    """
    for model in models:
        PAGE_VALUES_BY_MODEL[model] = (get_values, is_shown_when_new)
    connect_before_change(set_values_before, *models)
    connect_after_change(touch_pages_if_changed, *models)


def set_values_before(sender: Any, instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """Set what pages show of a row before it is saved or deleted."""
    is_log_in = update_fields is not None and set(update_fields) == LOG_IN_FIELDS
    before = sender._base_manager.filter(pk=instance.pk).first() if instance.pk and not is_log_in else None
    instance.values_before = PAGE_VALUES_BY_MODEL[sender][0](before) if before else None


def touch_pages_if_changed(
    sender: Any, instance: Any, created: bool | None = None, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Mark the pages as out of date if they showed something else before; a deletion has no `created`."""
    get_values, is_shown_when_new = PAGE_VALUES_BY_MODEL[sender]
    if (created and not is_shown_when_new) or (update_fields is not None and set(update_fields) == LOG_IN_FIELDS):
        return
    if instance.values_before != (None if created is None else get_values(instance)):
        touch_pages()
