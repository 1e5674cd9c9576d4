"""Where uploads are kept: a folder, or a bucket of an S3-compatible service. Neither keeps half a file."""

from __future__ import annotations

import errno
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

NO_ROOM = "We have no room to keep it just now. Nothing was saved. Please try again later, or tell us."
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotStored(Exception):
    """The storage could not keep a file; nothing of it is left there."""

    def __init__(self) -> None:
        super().__init__(NO_ROOM)


class FolderStorage(FileSystemStorage):
    """A folder of this machine."""

    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except BaseException as error:
            self.delete(name)
            if isinstance(error, OSError) and error.errno in FULL:
                raise NotStored from error
            raise


class BucketStorage(S3Storage):
    """A bucket whose files nobody can read but through the Gateway."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return super()._save(name, content)
        except (BotoCoreError, ClientError, OSError) as error:
            raise NotStored from error
