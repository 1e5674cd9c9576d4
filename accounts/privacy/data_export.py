"""Everything that the Gateway holds about a user: each row of each table that points to them, found by the models.

A table that is added later is therefore included without anybody having to think of it (UK GDPR, articles 15 and 20).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from accounts.models import OutgoingMessage, User

SECRET_FIELDS = frozenset(
    {
        "password",
        "session_key",
        "mfa.Authenticator.data",
        "socialaccount.SocialToken.token",
        "link_key",
        "discussions.Report.text",
    }
)
"""Fields that no copy may hold: those that open an account, and the words of others."""


def export_data(user: User) -> dict[str, Any]:
    found: dict[str, Any] = {"person": export_row(user, user)}
    for model in apps.get_models(include_auto_created=True):
        if rows := [export_row(each, user) for each in find_rows_about(model, user)]:
            found[model._meta.label] = rows
    waiting = OutgoingMessage.objects.to_address(user.email)
    found["messages_waiting"] = list(waiting.values("recipients", "subject", "queued_at"))
    return found


def find_rows_about(model: type[Model], user: User) -> QuerySet[Any] | list[Any]:
    """Return the rows that point to the user.

    Of a model that others extend, these are the rows that none of them extends. A model names in `told_of_others` the
    fields by which a row is what another user has said or done.
    """
    others = getattr(model, "told_of_others", ())
    names = [field.name for field in get_person_fields(model) if field.name not in others]
    if not names or model._meta.proxy:
        return []
    about = Q()
    for name in names:
        about |= Q(**{name: user.pk})
    return model._default_manager.filter(about, **dict.fromkeys(get_extension_lookups(model), True)).order_by("pk")


def get_person_fields(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [
        field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.related_model is User
    ]


def get_extension_lookups(model: type[Model]) -> Iterator[str]:
    """Yield the lookups that exclude rows of this model that another model extends."""
    for relation in model._meta.related_objects:
        if getattr(relation, "parent_link", False):
            yield f"{relation.name}__isnull"


def export_row(instance: Model, user: User) -> dict[str, Any]:
    """Return the columns of a row, with other users as “somebody else”."""
    return {
        field.name: export_value(instance, field, user)
        for field in instance._meta.concrete_fields
        if not {field.name, f"{instance._meta.label}.{field.name}"} & SECRET_FIELDS
    }


def export_value(instance: Model, field: Field[Any, Any], user: User) -> Any:
    value = getattr(instance, field.attname)
    if isinstance(field, ForeignKey) and field.related_model is User:
        return {None: None, user.pk: "you"}.get(value, "somebody else")
    return field.value_to_string(instance) if field.get_internal_type() == "FileField" else value
