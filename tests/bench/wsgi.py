"""The measured WSGI application, with the Gateway's middleware or, for comparison, with none."""

from __future__ import annotations

import os
from datetime import timedelta

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)
if os.environ["BENCH_MIDDLEWARE"] == "0":
    settings.MIDDLEWARE = []  # not earlier: allauth requires its own while apps load
if os.environ.get("BENCH_LIMITS") == "0":  # unlimited posts, so that a crowd tests the database
    from discussions import rate_limits

    many = (1_000, timedelta(seconds=1))
    rate_limits.POST_LIMITS = (many, many, many)
    rate_limits.POST_RATE_PER_ADDRESS = "1000000/s/ip"
application = WSGIHandler()
