"""A test client that fails on a form without a CSRF token, as a browser's visitor would."""

from __future__ import annotations

import re
import secrets
from typing import Any

import django.test
from django.conf import settings
from django.http.response import HttpResponseBase
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

FORM_PATTERN = re.compile(rb"<form\b(?P<attributes>[^>]*)>(?P<content>.*?)</form>", re.IGNORECASE | re.DOTALL)
NO_TOKEN_ATTRIBUTE = b"data-without-token"
"""Marks two forms without a token.

One is on pages that all visitors share, and its view checks the origin of the request. The other, to unsubscribe, is
protected by its signed address.
"""
POST_METHOD_PATTERN = re.compile(rb"""\bmethod=["']?post\b""", re.IGNORECASE)
TOKEN_PATTERN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]{32,}"')
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class Client(django.test.Client):
    """Django's client with CSRF checks, which looks for a token in every form of every page that it gets.

    What a test posts without a form is sent with the token of the visitor's cookie. A client made with
    `enforce_csrf_checks=True` adds no token: it posts only what it is told to.
    """

    def __init__(self, enforce_csrf_checks: bool = False, *args: Any, **kwargs: Any) -> None:
        super().__init__(True, *args, **kwargs)
        self.adds_token = not enforce_csrf_checks

    def request(self, **request: Any) -> Any:
        """Send a request, and fail if the page has a form without a token."""
        is_unsafe = request.get("REQUEST_METHOD", "GET") not in SAFE_METHODS
        response = self.send_with_token(request) if is_unsafe and self.adds_token else super().request(**request)
        missing = find_forms_without_token(response)
        assert not missing, f"A form of {request.get('PATH_INFO')} has no token: {missing}"
        return response

    def send_with_token(self, request: dict[str, Any]) -> Any:
        """Send a request with a token. A visitor without a token has none afterwards, unless a page set one."""
        name, made = settings.CSRF_COOKIE_NAME, ""
        if name not in self.cookies:
            made = "".join(secrets.choice(CSRF_ALLOWED_CHARS) for _ in range(CSRF_SECRET_LENGTH))
            self.cookies[name] = made
        request.setdefault("HTTP_X_CSRFTOKEN", self.cookies[name].value)
        if request.get("wsgi.url_scheme") == "https":
            request.setdefault("HTTP_ORIGIN", f"https://{request.get('HTTP_HOST', 'testserver')}")
        response = super().request(**request)
        if name in self.cookies and self.cookies[name].value == made:
            del self.cookies[name]
        return response


def find_forms_without_token(response: HttpResponseBase) -> list[str]:
    """Return the start of each form of a page that posts and has no token."""
    content = getattr(response, "content", b"")
    if b"<form" not in content or not response.get("Content-Type", "").startswith("text/html"):
        return []
    forms = (form for form in FORM_PATTERN.finditer(content) if POST_METHOD_PATTERN.search(form["attributes"]))
    missing = (form for form in forms if not TOKEN_PATTERN.search(form["content"]))
    return [form[0][:200].decode() for form in missing if NO_TOKEN_ATTRIBUTE not in form["attributes"]]
