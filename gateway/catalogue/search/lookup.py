"""One query that asks a database for the keys of many runs of words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

TYPE_OF = "(SELECT id FROM django_content_type WHERE app_label = %s AND model = %s)"
"""The number of a model, as modelsearch notes it."""


def keys_of(model: type[Model], selects: Sequence[tuple[str, str]]) -> list[list[int]]:
    """The keys that each of these selects gives, as text with commas.

    A select takes its own number, what it looks for, and the name of the model.
    """
    if not selects:
        return []
    meta = (model._meta.concrete_model or model)._meta
    found: list[list[int]] = [[] for _ in selects]
    values = [
        value for number, (_, text) in enumerate(selects) for value in (number, text, meta.app_label, meta.model_name)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(select for select, _ in selects), values)
        for number, keys in cursor.fetchall():
            found[int(number)] = list(map(int, keys.split(","))) if keys else []
    return found
