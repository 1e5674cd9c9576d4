"""Storage of files together with the rows that name them: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from gateway.catalogue.files.storage import NotStored

STORED_FILES: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("stored", default=None)


def record_stored_file(storage: Storage, name: str) -> None:
    """Record a new file, so that it is deleted if its row is not saved."""
    if (stored := STORED_FILES.get()) is not None:
        stored.append((storage, name))


@contextmanager
def open_file_transaction(form: BaseForm | None = None, field: str | None = None) -> Iterator[None]:
    """Open a transaction whose files are deleted if anything in it fails.

    With a form, a full storage becomes an error of its `field`, so call `form.is_valid()` again afterwards; without
    one, NotStored is raised. Wrap the outermost transaction: the files of a block within it are safe only when that
    commits.
    """
    token = STORED_FILES.set([])
    try:
        with transaction.atomic():
            yield
    except BaseException as error:
        for storage, name in STORED_FILES.get() or ():
            storage.delete(name)
        if form is None or not isinstance(error, NotStored):
            raise
        form.add_error(field, str(error))
    finally:
        STORED_FILES.reset(token)


class FileTransactionMixin:
    """A mixin for a ModelAdmin with uploads: a full storage becomes an error of the form, and nothing is saved."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the form again, with what was typed, if its files could not be stored."""
        try:
            with open_file_transaction():
                return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except NotStored:
            for _, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.not_stored = True  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
