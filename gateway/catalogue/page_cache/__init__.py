"""The cache of pages for anonymous visitors: which responses they share, and for how long they are stored.

`shared` and `shared_if_unchanged` mark the views; `PageCacheMiddleware` decides about each response; `count_hit` counts
a use even when the response came from the cache; `touch_pages` (in `gateway.catalogue.models`) marks pages as changed.
For the reasons see docs/decisions/0905.
"""

from gateway.catalogue.page_cache.decorators import shared, shared_if_unchanged
from gateway.catalogue.page_cache.hit_counts import count_hit, register_hit_counter

__all__ = ["count_hit", "register_hit_counter", "shared", "shared_if_unchanged"]
