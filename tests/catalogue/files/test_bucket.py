"""Tests of storage in an S3-compatible bucket, with a small server on this machine."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from gateway.catalogue.files import NotStored
from gateway.catalogue.files.s3 import BucketStorage
from tests.sites import make_answer, run_site


@pytest.fixture
def bucket():
    """Run a bucket service that keeps what it receives."""
    with run_site() as running:
        running.kept, running.policies = {}, []  # type: ignore[attr-defined]
        running.answers = Anything(keep_and_give)
        yield running


class Anything(dict):
    """A mapping with the same response for every path."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def get(self, path, default=None):
        return self.answer


def keep_and_give(handler):
    """Store the file on PUT, return it on GET and HEAD, and delete it on DELETE."""
    kept, path = handler.server.kept, handler.path
    if handler.command == "PUT":
        kept[path] = handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.server.policies.append(handler.headers["x-amz-acl"])
        make_answer(200, b"", ETag='"1"')(handler)
    elif handler.command == "DELETE":
        kept.pop(path, None)
        make_answer(204, b"")(handler)
    elif path in kept:
        make_answer(200, kept[path], ETag='"1"', Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT")(handler)
    else:
        make_answer(404, b"")(handler)


def storage_in(running):
    """Return a storage as the settings configure it."""
    return BucketStorage(
        bucket_name="files",
        endpoint_url=f"http://{running.host}",
        region_name="eu-west-2",
        access_key="key",
        secret_key="a secret of the test",
        addressing_style="path",
        default_acl="private",
        file_overwrite=False,
    )


def test_a_file_is_kept_privately_and_given_back(bucket):
    storage = storage_in(bucket)

    name = storage.save("resources/plan.txt", ContentFile(b"A plan."))

    with storage.open(name) as file:
        assert file.read() == b"A plan."
    assert (list(bucket.kept), bucket.policies) == (["/files/resources/plan.txt"], ["private"])


def test_a_deleted_file_is_gone(bucket):
    storage = storage_in(bucket)
    name = storage.save("resources/plan.txt", ContentFile(b"A plan."))

    storage.delete(name)

    assert (storage.exists(name), bucket.kept) == (False, {})


def test_a_file_that_is_not_there_is_not_found(bucket):
    with pytest.raises(FileNotFoundError):
        storage_in(bucket).open("resources/lost.txt")


def test_a_service_that_is_full_stores_nothing(bucket):
    bucket.answers = Anything(make_answer(507, b""))

    with pytest.raises(NotStored):
        storage_in(bucket).save("resources/plan.txt", ContentFile(b"A plan."))
