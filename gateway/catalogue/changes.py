"""Hears of every change that the facet index must know, and has it written down in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

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
from gateway.catalogue.models.change import record_items, record_terms
from gateway.catalogue.models.item import item_details

LOGGED_IN = {"last_login"}


def listen() -> None:
    """Connects the receivers; called once, when all apps are loaded."""
    hear(item_changed, Item, *(model for _, model in item_details()))
    for field in Item._meta.many_to_many:
        m2m_changed.connect(item_links_changed, sender=field.remote_field.through, dispatch_uid=f"{field.name} changed")
    listen_to_terms(FocusArea, AreaOfNeed, Phase, SettingType, Synonym)
    post_save.connect(keyword_changed, sender=Keyword, dispatch_uid="Keyword saved")
    pre_delete.connect(keyword_changed, sender=Keyword, dispatch_uid="Keyword deleted")


def hear(receiver: Callable[..., None], *models: type[Model]) -> None:
    """Has this called, once each time, when a row of these models is saved or deleted."""
    for model in models:
        for signal, happened in ((post_save, "saved"), (post_delete, "deleted")):
            signal.connect(receiver, sender=model, dispatch_uid=f"{model.__name__} {happened}: {receiver.__name__}")


def listen_to_terms(*vocabularies: type[Model]) -> None:
    """Has every change of these models' rows logged as a change of the vocabularies."""
    hear(terms_changed, *vocabularies)


def item_changed(instance: Item, **kwargs: Any) -> None:
    """An item was saved or deleted."""
    record_items([instance.pk])


def item_links_changed(instance: Item, action: str, **kwargs: Any) -> None:
    """The terms of an item were added to, taken from or cleared."""
    if action.startswith("post_"):
        record_items([instance.pk])


def keyword_changed(instance: Keyword, **kwargs: Any) -> None:
    """A keyword was renamed, or is about to go from the items that carry it."""
    record_items(list(instance.uses.values_list("content_object_id", flat=True)))


def terms_changed(**kwargs: Any) -> None:
    """A term was saved or deleted."""
    record_terms()


def listen_for_pages(*models: type[Model]) -> None:
    """Has public pages made anew when a row of these models is saved or deleted.

    For what pages show beside items and terms. What is written by `update()` or in bulk calls `touch_pages` itself.
    """
    hear(row_changed, *models)


def row_changed(update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """A row that public pages show was saved or deleted; that somebody logged in shows nowhere."""
    if update_fields is None or set(update_fields) != LOGGED_IN:
        touch_pages()
