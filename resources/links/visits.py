"""One visit to an address, and what its answer means for the link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus

from django.utils import timezone

from gateway.catalogue.safe_fetch import Answer, FetchError, fetch

MAX_WAIT_PERIOD = timedelta(days=7)
BUSY_CODES = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
ROBOT_REFUSAL_CODES = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE, 999)
"""A page that asks for a log-in, or a site that refuses robots, still works for people."""
EMPTY_FILE_CODE = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
FIRST_BYTE_HEADERS = {"Range": "bytes=0-0"}


class Outcome(Enum):
    ANSWERS = "answers"
    FAILS = "fails"
    NO_ANSWER = "no answer"
    BUSY = "busy"


@dataclass(frozen=True)
class Visit:
    """The result of a visit. `wait` is how long the site asks to be left alone."""

    outcome: Outcome
    reason: str = ""
    wait: timedelta = timedelta()


def visit(url: str) -> Visit:
    """Request only the headers of a page or, if that fails, its first byte, because many sites do not support HEAD."""
    try:
        answer = fetch(url, method="HEAD")
    except FetchError:
        return request_first_byte(url)
    if answer.status < HTTPStatus.BAD_REQUEST or answer.status in BUSY_CODES:
        return interpret_answer(answer)
    return request_first_byte(url)


def request_first_byte(url: str) -> Visit:
    """Request the first byte of a page."""
    try:
        return interpret_answer(fetch(url, headers=FIRST_BYTE_HEADERS))
    except FetchError as error:
        return Visit(Outcome.NO_ANSWER, str(error))


def interpret_answer(answer: Answer) -> Visit:
    """Return what an answer means for the link."""
    if answer.status in BUSY_CODES:
        return Visit(Outcome.BUSY, wait=read_retry_after(answer.headers))
    if answer.status < HTTPStatus.BAD_REQUEST or answer.status in (*ROBOT_REFUSAL_CODES, EMPTY_FILE_CODE):
        return Visit(Outcome.ANSWERS)
    gone = answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    says = "there is no such page" if gone else "something went wrong there"
    return Visit(Outcome.FAILS, f"The site says that {says} ({answer.status}).")


def read_retry_after(headers: Message) -> timedelta:
    """Return how long a site asks to be left alone (RFC 9110, 10.2.3): an hour by default, at most a week."""
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", asked):
        return min(timedelta(seconds=int(asked)), MAX_WAIT_PERIOD)
    try:
        until = parsedate_to_datetime(asked)
        return min(max(until - timezone.now(), timedelta()), MAX_WAIT_PERIOD)
    except (ValueError, TypeError):
        return timedelta(hours=1)
