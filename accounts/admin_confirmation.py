"""Admin actions that cannot be undone: they show what they will do and ask for confirmation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

MAX_ROWS_PER_ACTION = 200
"""The limit for an action that cannot be undone: nobody reads a longer list."""
CONFIRMED_FIELD = "confirmed"


@dataclass(frozen=True)
class Consequences:
    """What an action will do to the chosen rows, as shown to the editor beforehand.

    `choices` offers values for the field `choice`, each with a label; the first one is selected. An action that can do
    nothing with these rows has a `problem` instead.
    """

    question: str
    effects: list[str]
    button: str
    choices: list[tuple[str, str]] = field(default_factory=list)
    legend: str = ""
    problem: str = ""


type Explain = Callable[[Any, HttpRequest, Any], Consequences]
type Action = Callable[[Any, HttpRequest, Any], HttpResponseBase | None]


def can_be_undone(action: Action) -> Action:
    """Mark an admin action as reversible, so that it need not ask for confirmation."""
    action.can_be_undone = True  # type: ignore[attr-defined]
    return action


def confirmation_required(explain: Explain) -> Callable[[Action], Action]:
    """Make an admin action show its consequences and wait for confirmation.

    The action applies to the rows that were shown and to no others. The chosen value is in `request.POST["choice"]`.
    """

    def decorator(action: Action) -> Action:
        @wraps(action)
        def wrapper(admin: ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponseBase | None:
            rows = queryset.model._default_manager.filter(pk__in=queryset.values("pk"))
            if rows.count() > MAX_ROWS_PER_ACTION:
                admin.message_user(
                    request, f"Choose {MAX_ROWS_PER_ACTION} or fewer. You cannot undo this.", messages.WARNING
                )
                return None
            consequences = explain(admin, request, queryset)
            if consequences.problem:
                admin.message_user(request, consequences.problem, messages.WARNING)
                return None
            if request.POST.get(CONFIRMED_FIELD) == "yes":
                return action(admin, request, queryset)
            return render_confirmation(admin, request, queryset, consequences)

        return wrapper

    return decorator


def render_confirmation(
    admin: ModelAdmin, request: HttpRequest, queryset: QuerySet, consequences: Consequences
) -> HttpResponseBase:
    context = {
        **admin.admin_site.each_context(request),
        "title": consequences.question,
        "opts": admin.opts,
        "consequences": consequences,
        "action": request.POST.getlist("action")[0],
        "rows": [str(pk) for pk in queryset.values_list("pk", flat=True)],
        "row_name": ACTION_CHECKBOX_NAME,
        "confirmed": CONFIRMED_FIELD,
    }
    return render(request, "admin/confirm-action.html", context)
