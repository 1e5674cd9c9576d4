"""Settings of the Gateway: every choice of a deployment is read from the environment.

`docs/operations.md` lists the variables. The defaults are the safe ones: without `DEBUG` the site insists on a
`SECRET_KEY`, on HTTPS and on secure cookies.
"""

import json
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from accounts.auth import providers
from gateway.environment import InvalidVariable, env
from gateway.library_environment import BUCKET_FORMATS, POSTGRES_FORMATS, check_variables

BASE_DIR = Path(__file__).resolve().parent.parent

# Folders --------------------------------------------------------------------------------------------------------------

DATA_DIR = env.folder("GATEWAY_DATA", default=str(BASE_DIR / "var"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"

# Deployment -----------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 50 if DEBUG else "")
if not SECRET_KEY:
    raise InvalidVariable("Set SECRET_KEY in the environment, or DEBUG=1 on your own machine.")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

OUR_APPS = ["discussions", "practice", "resources", "gateway.catalogue", "accounts", "gateway.demo"]
OUR_APP_LABELS = sorted(name.rpartition(".")[2] for name in OUR_APPS)
OUR_PACKAGES = sorted({name.partition(".")[0] for name in OUR_APPS})
INSTALLED_APPS = [
    *OUR_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *providers.get_provider_apps(env),
    "allauth.usersessions",
    "gateway.apps.ManageConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks_db",
    "modelsearch",
    "taggit",
]

MIDDLEWARE = [
    "accounts.monitoring.security_log.RequestIdMiddleware",
    "gateway.catalogue.health.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gateway.catalogue.page_cache.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.auth.session_expiry.SessionEndMiddleware",
    "accounts.notifications.read_status.ReadNotificationsMiddleware",
    "accounts.auth.suspension.SuspensionMiddleware",
    "accounts.auth.second_factor.SecondFactorMiddleware",
    "accounts.rate_limits.middleware.UseLimitsMiddleware",
    "accounts.form_recovery_middleware.KeptFormMiddleware",
]

ROOT_URLCONF = "gateway.urls"
WSGI_APPLICATION = "gateway.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "gateway.catalogue.templatetags.counts",
                "gateway.catalogue.templatetags.csrf",
                "gateway.catalogue.templatetags.moments",
            ],
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.display_settings.reading",
                "gateway.catalogue.context_processors.page",
                "gateway.admin_site.context",
            ],
        },
    }
]

# Our own widgets have their templates among those of the site.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'gateway.sqlite3'}")}
DATABASE = DATABASES["default"]
CONN_MAX_AGE = env.int("CONN_MAX_AGE", default=60)
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    check_variables(env, POSTGRES_FORMATS)
    DATABASE["CONN_MAX_AGE"] = CONN_MAX_AGE
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # Compiling a search for many words (JIT) takes PostgreSQL seconds, and running it a tenth of a second. With these
    # keepalives, a server that vanishes from the network is noticed within a minute instead of two hours.
    DATABASE["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c jit=off",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
    } | DATABASE.get("OPTIONS", {})

if DATABASE["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append("django.contrib.postgres")

# The default cache holds the rate limits, so all worker processes share it and it is large enough not to evict them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Responses to anonymous visitors are cached for this many seconds, unless the content changes: in Redis, which all
# processes share and which may be unreachable, or in each process (up to 200 responses).
KEEP_ANSWERS = env.int("KEEP_ANSWERS", default=0 if DEBUG else 30)
VERSION_HOLDS_SECONDS = 0.1  # a process checks no more often than this whether the content has changed
REDIS_URL = env.url("REDIS_URL", ("redis", "rediss"), "redis://host:6379/0")
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 200},
}
if REDIS_URL:
    CACHES["pages"] = {
        "BACKEND": "gateway.catalogue.page_cache.redis_cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "gateway",
    }

DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Search ---------------------------------------------------------------------------------------------------------------

# The search index is in the database of the site or on an OpenSearch server.
OPENSEARCH_URL = env.url("OPENSEARCH_URL", ("http", "https"), "https://user:password@host:9200")
ENGINE = DATABASE["ENGINE"].rpartition(".")[2].replace("sqlite3", "sqlite")
MODELSEARCH_BACKENDS: dict[str, Any] = {
    "default": {
        "BACKEND": "gateway.catalogue.search_index.backends.opensearch",
        "URLS": [OPENSEARCH_URL],
        "INDEX_PREFIX": env.str("OPENSEARCH_PREFIX", default="gateway_"),
        "TIMEOUT": 5,
    }
    if OPENSEARCH_URL
    else {"BACKEND": f"gateway.catalogue.search_index.backends.{ENGINE}"}
}

# Uploads --------------------------------------------------------------------------------------------------------------

UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", default=50, least=1, most=10_000) * 1024 * 1024
UPLOAD_REQUEST_LIMIT_BYTES = 5 * UPLOAD_LIMIT_BYTES
UPLOAD_ZIP = env.bool("UPLOAD_ZIP", default=False)
CLAMD = env.url("CLAMD", ("tcp", "unix"), "tcp://host:3310 or unix:///run/clamav/clamd.ctl")
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
FILE_UPLOAD_HANDLERS = ["gateway.catalogue.files.upload_handlers.BoundedUploadHandler"]
UPLOAD_STORAGE: dict[str, Any] = {"BACKEND": "gateway.catalogue.files.storage.FolderStorage"}
if env.str("S3_BUCKET", default=""):
    check_variables(env, BUCKET_FORMATS)
    UPLOAD_STORAGE = {
        "BACKEND": "gateway.catalogue.files.s3.BucketStorage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.url("S3_ENDPOINT", ("http", "https"), "https://s3.example.org") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("S3_SECRET_KEY", default="") or None,
            "addressing_style": env.choice("S3_ADDRESSING", ("auto", "path", "virtual"), default="auto"),
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }

# Users and log-in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.auth.backends.EditorBackend",
    "resources.backends.MemberBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ROLES = json.loads((BASE_DIR / "gateway/catalogue/data/taxonomy.json").read_text(encoding="utf-8"))["roles"]
OPEN_FOR_SIGNUP = env.bool("OPEN_FOR_SIGNUP", default=True)

# Editors and owners of publishers need a second factor before they reach the admin (accounts.auth.second_factor).
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEBUG)
# Users who give others rights must reauthenticate, and their sessions expire (reauthentication, session_expiry).
REQUIRE_FRESH_LOG_IN = env.bool("REQUIRE_FRESH_LOG_IN", default=not DEBUG)
GUARDED_SESSION_IDLE_HOURS = env.float("GUARDED_SESSION_IDLE_HOURS", default=4)
GUARDED_SESSION_MAX_DAYS = env.float("GUARDED_SESSION_MAX_DAYS", default=7)

ACCOUNT_ADAPTER = "accounts.auth.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # otherwise a page could reveal whether an address has an account
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "add_email": "accounts.auth.forms.AddEmailForm",
    "change_password": "accounts.auth.forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.auth.forms.ConfirmEmailVerificationCodeForm",
    "confirm_login_code": "accounts.auth.forms.ConfirmLoginCodeForm",
    "login": "accounts.auth.forms.LoginForm",
    "confirm_reauthentication_code": "accounts.auth.forms.ConfirmReauthenticationCodeForm",
    "reauthenticate": "accounts.auth.forms.ReauthenticateForm",
    "request_login_code": "accounts.auth.forms.RequestLoginCodeForm",
    "reset_password": "accounts.auth.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.auth.forms.ResetPasswordKeyForm",
    "set_password": "accounts.auth.forms.SetPasswordForm",
    "signup": "accounts.auth.forms.SignupForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # after a log-in or a reauthentication
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.auth.signup.SignupDetails"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.auth.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.auth.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.auth.forms.AddWebAuthnForm",
    "authenticate": "accounts.auth.forms.AuthenticateForm",
    "edit_webauthn": "accounts.auth.forms.EditWebAuthnForm",
    "reauthenticate": "accounts.auth.forms.MFAReauthenticateForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "SEND Gateway"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_ADAPTER = "accounts.auth.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # having an address at a provider does not prove whose account this is
SOCIALACCOUNT_FORMS = {"signup": "accounts.auth.forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = providers.get_provider_settings(env)

# Mail -----------------------------------------------------------------------------------------------------------------

# Every message waits in the outbox, a table, until a task hands it to the transport.
MAIL_URL = env.mail_server("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25")
MAILERS = {
    "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"},
    "transport": {"BACKEND": MAIL_URL["EMAIL_BACKEND"], "OPTIONS": {}},
}
if DEBUG and "console" in MAIL_URL["EMAIL_BACKEND"]:
    MAILERS["transport"]["BACKEND"] = "accounts.mail.console.ConsoleBackend"
if MAIL_URL["EMAIL_HOST"] and "smtp" in MAIL_URL["EMAIL_BACKEND"]:
    MAILERS["transport"]["OPTIONS"] = {
        "host": MAIL_URL["EMAIL_HOST"],
        "port": MAIL_URL["EMAIL_PORT"] or 25,
        "username": MAIL_URL["EMAIL_HOST_USER"] or "",
        "password": MAIL_URL["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": MAIL_URL.get("EMAIL_USE_TLS", False),
        "use_ssl": MAIL_URL.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
DEFAULT_FROM_EMAIL = env.address("DEFAULT_FROM_EMAIL", default="SEND Gateway <noreply@localhost>")

# Background tasks -----------------------------------------------------------------------------------------------------

# With a worker (`manage.py db_worker`) tasks wait in the database until it takes them; without one they run at once.
HAS_WORKER = env.bool("HAS_WORKER", default=not DEBUG)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if HAS_WORKER
        else "django.tasks.backends.immediate.ImmediateBackend"
    }
}

# Language and time ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = "gateway.formats"
URLIZE_ASSUME_HTTPS = True
TAGGIT_CASE_INSENSITIVE = True

# Static files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STYLES_DIR = BASE_DIR / "gateway" / "styles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "gateway.static_files.SheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": UPLOAD_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "gateway.static_files.StaticFilesStorage"
    },
}

# Security -------------------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # The log-in form redirects there, and browsers check that.
    "form-action": [CSP.SELF, *providers.get_log_in_origins(env)],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accounts.form_recovery_middleware.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
if not DEBUG:  # browsers accept a cookie with such a name from this host only (RFC 6265bis, 4.1.3)
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "accounts.monitoring.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", LOG_LEVELS, default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},  # Django's own handler would log everything twice
        "django.tasks": {"level": "WARNING"},
    },
}

# Settings of our own --------------------------------------------------------------------------------------------------

PAGE_SIZE = 20
COUNTING_DELAY = env.float("COUNTING_DELAY", default=10)  # seconds for which usage counts stay in memory
SITE_URL = env.site(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.*')}" if ALLOWED_HOSTS and not DEBUG else "http://127.0.0.1:8000",
)
CONTACT_EMAIL = env.address("CONTACT_EMAIL", default="hello@localhost")

# Hosts with ports in our own network that may be fetched, for tests only.
FETCH_ALLOWED_HOSTS: frozenset[str] = frozenset()
READINESS_HOLDS_SECONDS = 5.0  # /readyz checks no more often than this
LINK_CHECK_PAUSE_SECONDS = 2.0  # seconds between two requests to one host
