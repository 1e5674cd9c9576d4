"""Settings of a worker that a test starts as a separate process, with the test's database and servers."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, LOGGING

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
FETCH_ALLOWED_HOSTS = frozenset(os.environ["WORKER_MAY_FETCH"].split(","))
LINK_CHECK_PAUSE_SECONDS = 0.02
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILERS = {
    "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"},
    "transport": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": os.environ["WORKER_MAIL"]},
    },
}
