"""The Gateway's own settings, with one more page to compare it with."""

from __future__ import annotations

from pathlib import Path

from gateway.settings import *  # noqa: F403
from gateway.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
