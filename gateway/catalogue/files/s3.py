"""The storage of uploads for several machines: an S3-compatible bucket, reached with django-storages."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from gateway.catalogue.files.storage import NotStored

TIMEOUT_SECONDS = 5


class BucketStorage(S3Storage):
    """A bucket whose files can be read only through the Gateway."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "auto")
        options["client_config"] = Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            connect_timeout=TIMEOUT_SECONDS,
            retries={"max_attempts": 2},
            request_checksum_calculation="when_required",  # not every service supports the newer checksums
            response_checksum_validation="when_required",
        )
        super().__init__(**options)

    def save(self, *args: Any, **kwargs: Any) -> str:
        """Store a file, or raise NotStored if the service did not accept it."""
        try:
            return super().save(*args, **kwargs)
        except (BotoCoreError, ClientError, OSError) as error:
            raise NotStored from error
