"""Lock waits in PostgreSQL, for tests of the order of locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

from django.db import connection, transaction

LONGEST_WAIT_SECONDS = 30


def in_a_connection_of_its_own(act: Callable[..., object], *arguments: Any) -> None:
    """Run a function in this thread and close its connection."""
    try:
        act(*arguments)
    finally:
        connection.close()


def wait_until_somebody_waits_for_a_lock() -> None:
    """Return once another connection waits; fail after half a minute.

    PostgreSQL shows a transaction the same activity at every look unless it is told to forget what it showed.
    """
    end = monotonic() + LONGEST_WAIT_SECONDS
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pg_blocking_pids(pid) <> '{}'"
            )
            if cursor.fetchone():
                return
            assert monotonic() < end, "Nobody waited for a lock in half a minute."


def hold_before_and_after(first: Callable[[], object], act: Callable[[], object], second: Callable[[], object]) -> None:
    """Lock one thing, have another connection act and wait for it, and lock the next thing before releasing both.

    If the action locks the second thing before it waits for the first, there is a deadlock, which fails one of the two.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            acting = pool.submit(in_a_connection_of_its_own, act)
            wait_until_somebody_waits_for_a_lock()
            second()
        acting.result()
