"""Answers to anonymous visitors: which may be shared between them, and for how long they are kept.

`shared` marks the views; `AnswerMiddleware` decides about each answer; `count` counts a use also when the answer was
kept; `touch_pages` (in `gateway.catalogue.models`) says that pages have changed. Why so: docs/decisions/0905.
"""

from gateway.catalogue.answers.counts import count, register_count
from gateway.catalogue.answers.sharing import shared

__all__ = ["count", "register_count", "shared"]
