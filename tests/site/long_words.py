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
MIN_FIELD_LENGTH = 60
"""Shorter fields contain codes and places, whose words are short."""
READ_ONLY_MODELS = (ModerationDecision,)
"""Models whose rows the database does not let anyone change."""
EXCLUDED_FIELD_TYPES = (models.SlugField, models.EmailField, models.FileField)
EXCLUDED_FIELD_NAMES = {
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
"""Fields with text that the site makes or that editors choose."""


def write_long_words() -> None:
    """End every text that people wrote with a long word, and give every user a long address."""
    for model in (each for each in apps.get_models() if is_editable(each)):
        for field in list_written_fields(model):
            rows = model._default_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
            for key, text in rows:
                model._default_manager.filter(pk=key).update(**{field.name: lengthen(field, text)})
    for keyword in Keyword.objects.all():
        Keyword.objects.filter(pk=keyword.pk).update(name=f"{keyword.pk}{LONG_WORD}"[: len(LONG_WORD)])
    for user in User.objects.all():
        address = f"{'a' * 60}{user.pk}@example.org"
        User.objects.filter(pk=user.pk).update(email=address)
        EmailAddress.objects.filter(user=user).update(email=address)


def is_editable(model: type[models.Model]) -> bool:
    """Return whether the model is ours and its rows can be changed."""
    return model._meta.app_label in settings.OUR_APP_LABELS and model not in READ_ONLY_MODELS and model._meta.managed


def list_written_fields(model: type[models.Model]) -> Iterator[Any]:
    """Yield the fields of a model that contain what people wrote."""
    for field in model._meta.local_concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(
            field, EXCLUDED_FIELD_TYPES
        )
        is_text = is_text and not field.choices and not field.unique and field.name not in EXCLUDED_FIELD_NAMES
        if is_text and (field.max_length or 9999) >= MIN_FIELD_LENGTH:
            yield field


def lengthen(field: Any, text: str) -> str:
    """Return the text, or the address, with the long word at its end."""
    between = "/" if isinstance(field, models.URLField) else " "
    room = (field.max_length or 9999) - len(LONG_WORD) - 1
    return f"{text[: max(room, 0)]}{between}{LONG_WORD}".strip()[: field.max_length]
