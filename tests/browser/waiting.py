"""No browser test acts before what it acts on is there: each act waits for its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Locator, Page, expect

SECONDS_TO_WAIT = 20  # of a machine under load
UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
ACTS = ("blur", "check", "clear", "click", "fill", "focus", "press", "press_sequentially", "select_option",
        "set_input_files", "uncheck")  # fmt: skip

expect.set_options(timeout=SECONDS_TO_WAIT * 1000)


def wait_until_ready(page: Page) -> None:
    """Wait until the page has loaded and what changes in place has settled: then its scripts hear what is done."""
    page.wait_for_load_state("load")
    page.locator(UNSETTLED).first.wait_for(state="detached")


def after_waiting(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return the act of a locator, done only when its page is ready."""

    @wraps(act)
    def act_when_ready(self: Locator, *args: Any, **options: Any) -> Any:
        wait_until_ready(self.page)
        return act(self, *args, **options)

    return act_when_ready
