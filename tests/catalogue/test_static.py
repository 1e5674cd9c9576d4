"""Tests of static files in a deployment: named by their content, compressed, and cached for ever."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

FILES = ["css/gateway.css", "js/gateway.js", "favicon.svg", "django_htmx/htmx-2.min.js"]
FOR_EVER = "max-age=315360000, public, immutable"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Collect static files as `make static` does, and serve them with WhiteNoise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", str(tmp_path_factory.mktemp("static")))
        patch.setattr(settings, "WHITENOISE_AUTOREFRESH", False)
        storages = {"staticfiles": {"BACKEND": "gateway.static_files.StaticFilesStorage"}}
        with override_settings(STORAGES=settings.STORAGES | storages):
            call_command("collectstatic", interactive=False, verbosity=0)
            yield WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))


def ask(served, address, **headers):
    """Return the headers and the body."""
    response = served(RequestFactory().get(address, headers=headers))
    body = b"".join(response.streaming_content)
    response.file_to_stream.close()  # `response.close()` would end a request, and query the database
    return response.headers, body


def get(served, name, encoding="identity"):
    return ask(served, staticfiles_storage.url(name), **{"Accept-Encoding": encoding})


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_named_by_its_content_and_kept_for_ever(served, name):
    headers, _ = get(served, name)

    assert re.search(r"\.[0-9a-f]{12}\.\w+$", staticfiles_storage.url(name))
    assert (headers["Cache-Control"], headers["Vary"]) == (FOR_EVER, "Accept-Encoding")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_file_comes_compressed_as_the_browser_can_read_it(served, name, encoding, unpack):
    headers, packed = get(served, name, encoding)
    plain_headers, plain = get(served, name)

    assert headers["Content-Encoding"] == encoding
    assert "Content-Encoding" not in plain_headers
    assert unpack(packed) == plain


def test_brotli_is_smaller_than_gzip_and_both_than_the_file(served):
    brotli, gzip, plain = (len(get(served, "css/gateway.css", how)[1]) for how in ("br", "gzip", "identity"))

    assert brotli < gzip < plain


def test_a_name_without_the_content_is_asked_for_again(served):
    headers, _ = ask(served, "/static/css/gateway.css")

    assert headers["Cache-Control"] == "max-age=60, public"
