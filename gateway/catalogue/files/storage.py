"""The storage of uploads for one machine: a folder that never keeps half a file; `s3.py` is for several."""

from __future__ import annotations

import errno

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

NO_ROOM_MESSAGE = "We do not have room to store it at the moment. Nothing was saved. Try again later, or tell us."
DISK_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotStored(Exception):
    """The storage could not keep a file; nothing of it is left there."""

    def __init__(self) -> None:
        super().__init__(NO_ROOM_MESSAGE)


class FolderStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except BaseException as error:
            self.delete(name)
            if isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS:
                raise NotStored from error
            raise
