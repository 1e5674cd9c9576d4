"""Lasting faults, such as an unreachable database, logged at most once a minute and once when they end."""

from __future__ import annotations

import logging
from time import monotonic

LOG_INTERVAL_SECONDS = 60


class Outage:
    """A kind of fault, shared by all threads of the process; `text` has one %s for what went wrong."""

    def __init__(self, logger: logging.Logger, text: str) -> None:
        self.logger = logger
        self.text = text
        self.next_at = 0.0
        self.is_logged = False

    def log(self, what: object) -> None:
        """Log the fault, unless it was logged within the last minute."""
        if (now := monotonic()) >= self.next_at:
            self.next_at = now + LOG_INTERVAL_SECONDS
            self.is_logged = True
            self.logger.warning(self.text, " ".join(str(what).split()))

    def log_end(self, text: str) -> None:
        """Log that the fault is over, if the fault was logged."""
        if self.is_logged:
            self.is_logged = False
            self.logger.warning(text)
