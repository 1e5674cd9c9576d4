"""The Gateway's settings, with bare pages to compare it with."""

from __future__ import annotations

from pathlib import Path

from gateway.settings import *  # noqa: F403
from gateway.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [BASE_DIR / "templates", Path(__file__).parent / "templates"]}]
