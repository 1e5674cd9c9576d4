"""Where else people may log in: Google, Microsoft and any OpenID Connect provider, each on only when its keys are set.

The settings ask; nothing here needs Django to be ready. Variables: GOOGLE_CLIENT_ID and _SECRET; MICROSOFT_CLIENT_ID,
_SECRET and _TENANT; OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

PROVIDER_PACKAGE = "allauth.socialaccount.providers"


def apps(env: Any) -> list[str]:
    """The apps of the providers that have their keys."""
    return [f"{PROVIDER_PACKAGE}.{name}" for name in configuration(env)]


def configuration(env: Any) -> dict[str, Any]:
    """What allauth wants to know of the providers that have their keys (SOCIALACCOUNT_PROVIDERS)."""
    found: dict[str, Any] = {}
    if google := keys(env, "GOOGLE"):
        found["google"] = {
            "APPS": [google],
            "SCOPE": ["profile", "email"],
            "OAUTH_PKCE_ENABLED": True,
        }
    if microsoft := keys(env, "MICROSOFT"):
        tenant = env.str("MICROSOFT_TENANT", default="organizations")
        found["microsoft"] = {"APPS": [{**microsoft, "settings": {"tenant": tenant}}]}
    if (oidc := keys(env, "OIDC")) and (
        server := env.url("OIDC_SERVER_URL", ("https", "http"), "https://login.example.org")
    ):
        name = env.str("OIDC_NAME", default="your organisation")
        settings = {"server_url": server, "oauth_pkce_enabled": True}
        found["openid_connect"] = {"APPS": [{**oidc, "provider_id": "oidc", "name": name, "settings": settings}]}
    return found


def keys(env: Any, prefix: str) -> dict[str, str]:
    """The client's id and secret, or nothing if one is missing."""
    client_id = env.str(f"{prefix}_CLIENT_ID", default="")
    secret = env.str(f"{prefix}_CLIENT_SECRET", default="")
    return {"client_id": client_id, "secret": secret} if client_id and secret else {}


def origins(env: Any) -> list[str]:
    """Where the form that begins a log-in leads to, for the security policy: browsers apply it to redirects too."""
    found = configuration(env)
    known = {"google": "https://accounts.google.com", "microsoft": "https://login.microsoftonline.com"}
    addresses = [known[name] for name in found if name in known]
    if "openid_connect" in found:
        server = urlsplit(found["openid_connect"]["APPS"][0]["settings"]["server_url"])
        addresses.append(f"{server.scheme}://{server.netloc}")
    return addresses
