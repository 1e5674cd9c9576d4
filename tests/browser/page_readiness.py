"""Browser actions that wait for their page, so that no test acts before the page is ready."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Locator, Page, expect

SECONDS_TO_WAIT = 20  # enough for a machine under load
UNSETTLED_SELECTOR = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
WAITING_ACTIONS = (
    "blur",
    "check",
    "clear",
    "click",
    "fill",
    "focus",
    "press",
    "press_sequentially",
    "select_option",
    "set_input_files",
    "uncheck",
)

expect.set_options(timeout=SECONDS_TO_WAIT * 1000)


def wait_until_ready(page: Page) -> None:
    """Wait until the page has loaded and htmx has settled, so that its scripts receive the next event."""
    page.wait_for_load_state("load")
    page.locator(UNSETTLED_SELECTOR).first.wait_for(state="detached")


def make_waiting(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return an action of a locator that first waits for its page."""

    @wraps(act)
    def act_when_ready(self: Locator, *args: Any, **options: Any) -> Any:
        wait_until_ready(self.page)
        return act(self, *args, **options)

    return act_when_ready
