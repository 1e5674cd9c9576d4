"""A walk through a page by the Tab key: visible focus, and nothing too wide."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page

WINDOW_HEIGHT = 700
STOPS_PER_CHECK = 40
MAX_STOPS = 600
TAB_EVENT = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
WATCH_FOCUS_SCRIPT = """() => {
  for (const closed of document.querySelectorAll("details:not([open]):not(.reading)")) closed.open = true;
  const isSeen = (element) => {
    const labels = [...(element.labels || [])];
    const shares = [0.5, 0.05, 0.95];
    return [...element.getClientRects()].some((box) => shares.some((x) => shares.some((y) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return at && (element.contains(at) || labels.some((label) => label.contains(at)));
    })));
  };
  const walk = window.walk = { hidden: [], seen: new Set(), last: null, isDone: false };
  walk.look = () => {
    const element = document.activeElement;
    if (walk.isDone || element === walk.last) return;
    walk.isDone = walk.last !== null && (element === document.body || walk.seen.has(element));
    if (walk.isDone || element === document.body) return;
    walk.last = element;
    walk.seen.add(element);
    if (!isSeen(element)) walk.hidden.push(element.outerHTML.slice(0, 120));
  };
  document.addEventListener("keydown", walk.look, true);
  document.activeElement.blur();
  scrollTo(0, 0);
}"""
READ_FOCUS_SCRIPT = "() => { walk.look(); return { isDone: walk.isDone, hidden: walk.hidden, stops: walk.seen.size }; }"
TOO_WIDE_SCRIPT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (each) => each && (getComputedStyle(each).overflowX !== "visible" || scrolls(each.parentElement));
  return [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.right > width + 1 && !scrolls(element.parentElement);
  }).map((element) => element.outerHTML.slice(0, 120)).concat(["wider than the window"]);
}"""


def walk_by_tab(page: Page, keys: CDPSession) -> tuple[int, list[str]]:
    """Press Tab from the top of a page to its end, and return the number of stops and the hidden ones."""
    page.evaluate(WATCH_FOCUS_SCRIPT)
    for _ in range(MAX_STOPS // STOPS_PER_CHECK):
        for _ in range(STOPS_PER_CHECK):
            keys.send("Input.dispatchKeyEvent", TAB_EVENT)
        found = page.evaluate(READ_FOCUS_SCRIPT)
        if found["isDone"]:
            return found["stops"], found["hidden"]
    return found["stops"], [*found["hidden"], f"no end after {MAX_STOPS} stops"]


def find_too_wide(page: Page) -> list[str]:
    """Return the elements that reach past the window."""
    found: list[str] = page.evaluate(TOO_WIDE_SCRIPT)
    return found
