"""The Gateway's URLconf with the bare pages."""

from __future__ import annotations

from django.urls import include, path

from tests.bench.views import constant, one_query

urlpatterns = [
    path("bench/one-query/", one_query),
    path("bench/constant/", constant),
    path("", include("gateway.urls")),
]
