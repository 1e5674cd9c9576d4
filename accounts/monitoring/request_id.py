"""The request id in log lines; this module is set up before any app is loaded."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

current_request: ContextVar[Any] = ContextVar("current_request", default=None)


class RequestIdFilter(logging.Filter):
    """A logging filter that adds the request id, and drops the traceback of deliberate refusals."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(current_request.get(), "id", "-")
        is_refusal = getattr(record, "status_code", 500) < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_refusal or record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
        return True
