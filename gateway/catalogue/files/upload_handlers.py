"""Receipt of the bytes of an upload: no more of a file than is allowed, and no error page for a full disk."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """An upload handler that keeps a file in the temporary folder while it is not too large and there is room.

    A file that could not be received is passed on as one that `check_upload` refuses.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        """Refuse a request that is larger than all its files together may be."""
        if content_length > settings.UPLOAD_REQUEST_LIMIT_BYTES:
            raise RequestDataTooBig("The request is larger than its files may be together.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file and release the previous one, which is complete."""
        self.failed = False
        self.__dict__.pop("file", None)
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            FileUploadHandler.new_file(self, *args, **kwargs)
            self.failed = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of a file, unless there is too much of it already."""
        if self.failed or start > settings.UPLOAD_LIMIT_BYTES:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.failed = True

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file, or an empty one marked `not_stored` if it could not be received."""
        try:
            received = None if self.failed else super().file_complete(file_size)
        except OSError:
            received = None
        if received is None:
            self.upload_interrupted()
            received = InMemoryUploadedFile(
                BytesIO(), self.field_name, self.file_name or "", self.content_type, file_size, self.charset
            )
            received.not_stored = True  # type: ignore[attr-defined]
        return received

    def upload_interrupted(self) -> None:
        """Release what was received of a file; a full disk may raise an error once more."""
        with suppress(OSError, AttributeError):
            self.file.close()
