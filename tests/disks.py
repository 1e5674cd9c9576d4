"""A simulated full disk."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

MAX_FILE_BYTES = 16 * 1024 * 1024


@contextmanager
def simulate_full_disk() -> Iterator[None]:
    """Limit the size of every file that this process writes to `MAX_FILE_BYTES` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
