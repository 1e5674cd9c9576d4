"""A Redis cache that may be unavailable: every fault is a miss, and no request waits for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT_SECONDS = 0.2
PAUSE_SECONDS = 5
"""The time after a fault during which Redis is not used."""
LOG_INTERVAL_SECONDS = 60

logger = logging.getLogger(__name__)


class BytesSerializer:
    """A serializer for values that are bytes already: nothing that comes from Redis is unpickled."""

    def dumps(self, value: bytes) -> bytes:
        return value

    loads = dumps


class ForgivingRedisCache(RedisCache):
    """A cache of bytes in Redis that reports a miss while Redis does not answer.

    All threads of the process share the record of a server's faults.
    """

    faults: dict[str, float]  # the time of each server's last fault
    logged: dict[str, float]
    faults, logged = {}, {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        wait = {
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(
            server, params | {"OPTIONS": {"serializer": BytesSerializer, **wait, **params.get("OPTIONS", {})}}
        )
        self.name = server

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` if there is none or Redis does not answer."""
        return self.try_or_default(lambda cache: cache.get(self.make_full_key(key, version), default), default)

    def set(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> None:
        """Store the value if Redis answers."""
        seconds = int(timeout or 0)
        self.try_or_default(lambda cache: cache.set(self.make_full_key(key, version), value, seconds), None)

    def make_full_key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def try_or_default[Value](self, act: Callable[[RedisCacheClient], Value], otherwise: Value) -> Value:
        """Return the result of `act`, or `otherwise` if Redis fails now or has just done so."""
        if time.monotonic() < self.faults.get(self.name, -PAUSE_SECONDS) + PAUSE_SECONDS:
            return otherwise
        try:
            return act(self._cache)
        except (RedisError, OSError) as fault:
            self.record_fault(fault)
            return otherwise

    def record_fault(self, fault: Exception) -> None:
        """Record a fault, and log one at most once a minute."""
        now = self.faults[self.name] = time.monotonic()
        if now >= self.logged.get(self.name, -LOG_INTERVAL_SECONDS) + LOG_INTERVAL_SECONDS:
            self.logged[self.name] = now
            logger.warning("Redis does not answer; pages are rendered without a cache: %s", fault)
