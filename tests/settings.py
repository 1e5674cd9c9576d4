"""The Gateway's own settings for tests: strict as in production, but for HTTPS, with data that vanishes afterwards.

The database is SQLite in a file, as in `make run`, or the PostgreSQL that DATABASE_URL names.
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

# A name for each run, so that runs beside each other do not meet; each worker of pytest-xdist adds its own to it.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA}/test.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_gateway_{os.getpid()}_{secrets.token_hex(4)}"}
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # what a crash would lose is lost anyway

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False  # a browser does not send them to a live server without HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]  # its addresses; a test adds the provider
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
VERSION_HOLDS_SECONDS = 0.0  # a test sees at once what it changed
READINESS_HOLDS_SECONDS = 0.0
COUNTING_DELAY = 0  # a test writes out what it counted itself
