"""Log-in providers: Google, Microsoft and any OpenID Connect provider, each enabled only when its keys are set.

The settings import this module, so nothing here may need Django to be ready. Variables: GOOGLE_CLIENT_ID and _SECRET;
MICROSOFT_CLIENT_ID, _SECRET and _TENANT; OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

PROVIDER_PACKAGE = "allauth.socialaccount.providers"


def get_provider_apps(env: Any) -> list[str]:
    return [f"{PROVIDER_PACKAGE}.{name}" for name in get_provider_settings(env)]


def get_provider_settings(env: Any) -> dict[str, Any]:
    """Return SOCIALACCOUNT_PROVIDERS for the providers whose keys are set."""
    found: dict[str, Any] = {}
    if google := read_client_keys(env, "GOOGLE"):
        found["google"] = {
            "APPS": [google],
            "SCOPE": ["profile", "email"],
            "OAUTH_PKCE_ENABLED": True,
        }
    if microsoft := read_client_keys(env, "MICROSOFT"):
        tenant = env.str("MICROSOFT_TENANT", default="organizations")
        found["microsoft"] = {"APPS": [{**microsoft, "settings": {"tenant": tenant}}]}
    if (oidc := read_client_keys(env, "OIDC")) and (
        server := env.url("OIDC_SERVER_URL", ("https", "http"), "https://login.example.org")
    ):
        name = env.str("OIDC_NAME", default="your organisation")
        settings = {"server_url": server, "oauth_pkce_enabled": True}
        found["openid_connect"] = {"APPS": [{**oidc, "provider_id": "oidc", "name": name, "settings": settings}]}
    return found


def read_client_keys(env: Any, prefix: str) -> dict[str, str]:
    """Return the client's id and secret, or an empty dictionary if either is missing."""
    client_id = env.str(f"{prefix}_CLIENT_ID", default="")
    secret = env.str(f"{prefix}_CLIENT_SECRET", default="")
    return {"client_id": client_id, "secret": secret} if client_id and secret else {}


def get_log_in_origins(env: Any) -> list[str]:
    """Return the origins that the log-in form leads to, for `form-action`: browsers apply it to redirects too."""
    found = get_provider_settings(env)
    known = {"google": "https://accounts.google.com", "microsoft": "https://login.microsoftonline.com"}
    addresses = [known[name] for name in found if name in known]
    if "openid_connect" in found:
        server = urlsplit(found["openid_connect"]["APPS"][0]["settings"]["server_url"])
        addresses.append(f"{server.scheme}://{server.netloc}")
    return addresses
