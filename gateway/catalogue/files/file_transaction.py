"""Files and the rows that name them are stored together: all of them, or none."""

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


def remember(storage: Storage, name: str) -> None:
    """Notes a new file, so that it goes again if its row does."""
    if (stored := STORED_FILES.get()) is not None:
        stored.append((storage, name))


@contextmanager
def storing(form: BaseForm | None = None, field: str | None = None) -> Iterator[None]:
    """A transaction whose files vanish with it if anything in it fails.

    With a form, a full storage becomes an error of its `field`, so ask `form.is_valid()` again afterwards; without one
    NotStored is raised. Wrap the outermost transaction: files of a block within it are safe only when that commits.
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


class StoresUploads:
    """For a ModelAdmin whose forms take uploads: a full storage is shown as an error of the form, nothing is saved."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; if its files could not be stored, the form again, with what was typed."""
        try:
            with storing():
                return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except NotStored:
            for _, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.not_stored = True  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
