"""The reader of feeds of other sites. It trusts neither their XML, HTML, dates nor links."""

from __future__ import annotations

from gateway.catalogue.models import Kind
from resources.followed_feeds.entries import FeedContent
from resources.followed_feeds.ical.calendar import read_calendar
from resources.followed_feeds.rss import read_rss


def read_feed(body: bytes, url: str, kind: str, charset: str = "") -> FeedContent:
    """Return the entries of a feed: of an iCal file for events, else of RSS or Atom. Raise UnreadableFeed."""
    return read_calendar(body, url) if kind == Kind.EVENT else read_rss(body, url, charset)
