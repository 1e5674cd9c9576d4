"""Our own pages within the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def admin_access_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Restrict a view to users who may enter the admin, and keep its response out of every cache."""
    return admin.site.admin_view(view)


def render_admin_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), "title": title, **context}, status=status)
