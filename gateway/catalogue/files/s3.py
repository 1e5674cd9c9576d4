"""Where uploads are kept by several machines: a bucket of an S3-compatible service, reached with django-storages."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from gateway.catalogue.files.storage import NotStored

TIMEOUT_SECONDS = 5


class BucketStorage(S3Storage):
    """A bucket whose files nobody can read but through the Gateway."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "auto")
        options["client_config"] = Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            connect_timeout=TIMEOUT_SECONDS,
            retries={"max_attempts": 2},
            request_checksum_calculation="when_required",  # not every service knows the new checksums
            response_checksum_validation="when_required",
        )
        super().__init__(**options)

    def save(self, *args: Any, **kwargs: Any) -> str:
        """Stores a file; raises NotStored if the service did not take it."""
        try:
            return super().save(*args, **kwargs)
        except (BotoCoreError, ClientError, OSError) as error:
            raise NotStored from error
