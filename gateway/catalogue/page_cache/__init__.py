"""Answers to anonymous visitors: which may be shared between them, and for how long they are kept.

`shared` and `shared_if_unchanged` mark the views; `AnswerMiddleware` decides about each answer; `count` counts a use
even when the answer was kept; `touch_pages` (in `gateway.catalogue.models`) marks pages as changed. For the reasons see
docs/decisions/0905.
"""

from gateway.catalogue.page_cache.decorators import shared, shared_if_unchanged
from gateway.catalogue.page_cache.hit_counts import count, register_count

__all__ = ["count", "register_count", "shared", "shared_if_unchanged"]
