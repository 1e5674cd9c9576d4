"""The Gateway's addresses and the bare page's."""

from __future__ import annotations

from django.urls import include, path

from tests.bench.views import bare

urlpatterns = [
    path("bench/bare/", bare),
    path("", include("gateway.urls")),
]
