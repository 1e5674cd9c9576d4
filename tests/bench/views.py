"""What Django does at the least for a list, to measure the finder against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gateway.catalogue.models import Item

ROWS = 20


def one_query(request: HttpRequest) -> HttpResponse:
    """One indexed query, and its rows through a template."""
    items = Item.objects.public().order_by("-published_at", "-pk")[:ROWS]
    return render(request, "bench/one-query.html", {"items": items})


def constant(request: HttpRequest) -> HttpResponse:
    """A page that is always the same."""
    return render(request, "bench/constant.html")
