"""The Gateway's settings for tests: strict as in production except for HTTPS, with data that is deleted afterwards.

The database is a SQLite file, as in `make run`, or the PostgreSQL database that DATABASE_URL names.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="gateway-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ |= {
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CONN_MAX_AGE": "0",
    "DEBUG": "0",
    "EMAIL_URL": "memorymail://",
    "GATEWAY_DATA": DATA,
    "HAS_WORKER": "0",
    "KEEP_ANSWERS": "0",
    "LOG_LEVEL": "ERROR",
    "REQUIRE_FRESH_LOG_IN": "0",
    "REQUIRE_SECOND_FACTOR": "0",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SECURE_SSL_REDIRECT": "0",
}

from gateway.settings import *  # noqa: E402, F403
from gateway.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# Each run has its own database name, so that parallel runs do not collide; each worker of pytest-xdist extends it.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_gateway_{os.getpid()}_{secrets.token_hex(4)}"}
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # tests need no durability

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False  # a live server has no HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]  # for its addresses; tests add the provider
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
VERSION_HOLDS_SECONDS = 0.0  # a test sees its own changes at once
READINESS_HOLDS_SECONDS = 0.0
COUNTING_DELAY = 0  # tests write the counts themselves
