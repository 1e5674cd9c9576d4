"""Heartbeats of workers: one for each worker, so that its tasks are left to it, and one for all of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

MAX_SILENCE_PERIOD = timedelta(minutes=3)
"""A worker without a heartbeat for this long counts as dead; a database restarts in far less time."""
LAST_HEARTBEAT_KEY = "worker-lives"


def record_heartbeat(worker_id: str) -> None:
    cache.set(build_heartbeat_key(worker_id), True, MAX_SILENCE_PERIOD.total_seconds())
    cache.set(LAST_HEARTBEAT_KEY, timezone.now(), None)


def is_worker_alive(worker_id: str) -> bool:
    return bool(cache.get(build_heartbeat_key(worker_id)))


def get_last_heartbeat() -> datetime | None:
    """Return when any worker last signalled that it is alive, or None if none ever did."""
    return cache.get(LAST_HEARTBEAT_KEY)


def build_heartbeat_key(worker_id: str) -> str:
    return f"worker-lives-{worker_id}"
