"""The least that Django does for a list, for comparison with the finder."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gateway.catalogue.models import Item

ROWS = 20


def one_query(request: HttpRequest) -> HttpResponse:
    items = Item.objects.public().order_by("-published_at", "-pk")[:ROWS]
    return render(request, "bench/one-query.html", {"items": items})


def constant(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/constant.html")
