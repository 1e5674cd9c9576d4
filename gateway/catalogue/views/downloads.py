"""Downloads of stored files, sent so that no browser runs anything in them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

if TYPE_CHECKING:
    from gateway.catalogue.models import StoredFile

logger = logging.getLogger(__name__)


def download(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return the file to save, under the name that it came with (RFC 6266).

    The caller makes sure that this visitor may see what the file belongs to. Raise Http404 if the storage has lost it.
    """
    etag = f'"{stored.sha256}"' if stored.sha256 else None
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = FileResponse(open_stored_file(stored.file), as_attachment=True, filename=stored.name)
    response["Content-Type"] = stored.media_type or "application/octet-stream"
    response["Content-Length"] = str(stored.size)
    if etag:
        response["ETag"] = etag
    return set_safe_headers(response)


def show_preview(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return the picture of a file's first page, for the page that lists the file, or raise Http404."""
    if not stored.preview:
        raise Http404
    return set_safe_headers(FileResponse(open_stored_file(stored.preview), content_type="image/webp"))


def open_stored_file(file: File) -> File:
    """Return the file, open; if the storage has lost it, log that and raise Http404."""
    try:
        file.open("rb")
    except FileNotFoundError as error:
        logger.error("The storage has lost the file %s.", file.name)
        raise Http404 from error
    return file


def set_safe_headers(response: FileResponse) -> FileResponse:
    """Set the headers that keep a browser from running the response or guessing another type."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response
