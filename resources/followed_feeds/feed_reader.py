"""Reads feeds of other sites. Nothing in them is trusted: not their XML, their HTML, their dates or their links."""

from __future__ import annotations

from gateway.catalogue.models import Kind
from resources.followed_feeds.entries import Reading
from resources.followed_feeds.ical.calendar import read_calendar
from resources.followed_feeds.rss import read_rss


def read_feed(body: bytes, url: str, kind: str, charset: str = "") -> Reading:
    """Return what a feed holds: events of an iCal file, anything else of RSS or Atom. Raise UnreadableFeed."""
    return read_calendar(body, url) if kind == Kind.EVENT else read_rss(body, url, charset)
