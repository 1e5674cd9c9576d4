"""Lock waits in PostgreSQL, for tests of the order of locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

from django.db import connection, transaction

MAX_WAIT_SECONDS = 30


def run_in_own_connection(act: Callable[..., object], *arguments: Any) -> None:
    """Run a function in this thread and close its connection."""
    try:
        act(*arguments)
    finally:
        connection.close()


def wait_for_blocked_connection() -> None:
    """Return once another connection waits for a lock; fail after half a minute.

    Within a transaction, PostgreSQL shows the same activity until its snapshot is cleared.
    """
    end = monotonic() + MAX_WAIT_SECONDS
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
            acting = pool.submit(run_in_own_connection, act)
            wait_for_blocked_connection()
            second()
        acting.result()
