"""Long words in everything that people write: titles, names, comments, keywords and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import models

from accounts.models import User
from discussions.models import ModerationDecision
from gateway.catalogue.models import Keyword

LONG_WORD = "Rechtsschutzversicherungsgesellschaften" * 2 + "so"  # 80 letters
SHORTEST_FIELD = 60
"""A field that takes fewer letters holds codes and places, whose words are short."""
WRITTEN_ONCE = (ModerationDecision,)
"""Rows that the database refuses to change."""
NOT_WORDS = (models.SlugField, models.EmailField, models.FileField)
OF_MACHINES = {
    "password",
    "sha256",
    "digest",
    "media_type",
    "fingerprint",
    "etag",
    "last_modified",
    "host",
    "website_domain",
    "search_text",
    "sort_title",
    "event",
    "model",
    "recipients",
    "type",
    "region",
    "short_name",
    "term",
}
"""Fields whose text nobody writes, or that editors choose."""


def write_long_words() -> None:
    """End every text that people wrote with a long word, and give every user a long address."""
    for model in (each for each in apps.get_models() if is_ours(each)):
        for field in written(model):
            rows = model._default_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
            for key, text in rows:
                model._default_manager.filter(pk=key).update(**{field.name: lengthen(field, text)})
    for keyword in Keyword.objects.all():
        Keyword.objects.filter(pk=keyword.pk).update(name=f"{keyword.pk}{LONG_WORD}"[: len(LONG_WORD)])
    for user in User.objects.all():
        address = f"{'a' * 60}{user.pk}@example.org"
        User.objects.filter(pk=user.pk).update(email=address)
        EmailAddress.objects.filter(user=user).update(email=address)


def is_ours(model: type[models.Model]) -> bool:
    """Return whether people write the rows of this model, and the rows may change."""
    return model._meta.app_label in settings.OUR_APP_LABELS and model not in WRITTEN_ONCE and model._meta.managed


def written(model: type[models.Model]) -> Iterator[Any]:
    """Yield the fields of a model that contain what people wrote."""
    for field in model._meta.local_concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, NOT_WORDS)
        is_text = is_text and not field.choices and not field.unique and field.name not in OF_MACHINES
        if is_text and (field.max_length or 9999) >= SHORTEST_FIELD:
            yield field


def lengthen(field: Any, text: str) -> str:
    """Return the text, or the address, with the long word at its end."""
    between = "/" if isinstance(field, models.URLField) else " "
    room = (field.max_length or 9999) - len(LONG_WORD) - 1
    return f"{text[: max(room, 0)]}{between}{LONG_WORD}".strip()[: field.max_length]
