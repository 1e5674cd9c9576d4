"""Visits followed feeds and makes drafts of what is new. A killed worker loses nothing: each entry is stored alone."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from gateway.catalogue.fetch import Answer, NotFetched, fetch
from gateway.catalogue.models import Kind
from gateway.catalogue.text import plain
from resources.editing.form import free_slug
from resources.following.reading import Entry, UnreadableFeed, read_feed
from resources.models import FeedEntry, FollowedFeed, Publication

MOST_BYTES = 2_000_000
SECONDS = 15
NOT_MODIFIED, GONE = 304, 410
LONGEST_SUMMARY = 600
FIRST_YEAR, LAST_YEAR = 1900, 2100

logger = logging.getLogger(__name__)


class Refused(Exception):
    """A visit brought nothing; the message says why."""


@task
def visit_feed(pk: int) -> None:
    """Visits a feed, if its visit is due and nobody else makes it."""
    feed = FollowedFeed.objects.select_related("publisher").filter(pk=pk).first()
    if feed is None or not feed.take_visit():
        return
    try:
        answer = ask(feed)
        problem = "" if answer.status == NOT_MODIFIED else take(feed, answer)
    except (NotFetched, UnreadableFeed, Refused) as refusal:
        note_failure(feed, str(refusal))
    except Exception:
        logger.exception("A feed could not be read.")
        note_failure(feed, "Something in it cannot be read.")
    else:
        note_success(feed, answer, problem)


def ask(feed: FollowedFeed) -> Answer:
    """What the feed answers. Raises NotFetched or Refused."""
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in known.items() if value}
    answer = fetch(feed.url, headers=headers, most=MOST_BYTES, seconds=SECONDS)
    if answer.status == GONE:
        FollowedFeed.objects.filter(pk=feed.pk).update(is_gone=True)
        raise Refused("The site says that it is gone for good, so we follow it no longer.")
    if answer.status not in (200, NOT_MODIFIED):
        raise Refused(f"The site answered with the error {answer.status}.")
    if answer.is_cut:
        raise Refused(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    return answer


def take(feed: FollowedFeed, answer: Answer) -> str:
    """Makes drafts of what is new; gives what to say of entries that could not be taken."""
    entries = read_feed(answer.body, answer.url, feed.kind)
    refused = [entry for entry in entries if not store_if_possible(feed, entry)]
    return f"{len(refused)} of its entries could not be taken: see below." if refused else ""


def store_if_possible(feed: FollowedFeed, entry: Entry) -> bool:
    """Stores one entry; whatever is wrong with it, the others go on."""
    try:
        return store(feed, entry)
    except Exception:
        logger.exception("An entry of a feed could not be stored.")
        return False


def store(feed: FollowedFeed, entry: Entry) -> bool:
    """Makes a draft of an entry that was not seen before; False if nothing can be made of it."""
    url = "" if feed.kind == Kind.EVENT else entry.url  # many events may share one page
    same = Q(guid=entry.guid) | (Q(url=url) if url else Q(pk=None))
    if FeedEntry.objects.filter(same, feed=feed).exists():
        return True
    try:
        with transaction.atomic():
            seen = FeedEntry.objects.create(feed=feed, guid=entry.guid, url=url, title=entry.title)
            problem = entry.problem or make_draft(feed, entry, seen)
            if problem:
                FeedEntry.objects.filter(pk=seen.pk).update(problem=problem[:300])
    except IntegrityError:  # somebody else stored it at the same moment
        return True
    return not problem


def make_draft(feed: FollowedFeed, entry: Entry, seen: FeedEntry) -> str:
    """Makes a draft of an entry; gives what is wrong with it, and then makes none."""
    draft = Publication(
        kind=feed.kind, publisher=feed.publisher, created_by=feed.added_by, title=entry.title,
        slug=free_slug(entry.title, feed.kind), summary=summary(entry.text), body=entry.text[:20_000], url=entry.url,
        **own_fields(feed.kind, entry),
    )  # fmt: skip
    try:
        draft.full_clean(exclude=["created_by", "summary"])
    except ValidationError as error:
        return " ".join(error.messages)
    draft.save()
    FeedEntry.objects.filter(pk=seen.pk).update(publication=draft)
    return ""


def own_fields(kind: str, entry: Entry) -> dict[str, Any]:
    """What only this kind has."""
    if kind == Kind.EVENT:
        return {name: getattr(entry, name) for name in ("starts_at", "ends_at", "venue", "is_online")}
    is_plausible = kind == Kind.RESOURCE and entry.year and FIRST_YEAR <= entry.year <= LAST_YEAR
    return {"year": entry.year if is_plausible else None}


def summary(text: str) -> str:
    """The beginning of a text, cut between words; a draft may have none."""
    first = " ".join(text.split())
    if len(first) > LONGEST_SUMMARY:
        first = first[: LONGEST_SUMMARY - 1].rpartition(" ")[0][: LONGEST_SUMMARY - 1] + "…"
    return first


def note_success(feed: FollowedFeed, answer: Answer, problem: str) -> None:
    """Keeps what the site said of its state, so that the next visit can ask for news only."""
    is_same = answer.status == NOT_MODIFIED
    etag, last_modified = (plain(answer.headers.get(name) or "") for name in ("ETag", "Last-Modified"))
    FollowedFeed.objects.filter(pk=feed.pk).update(
        visited_at=timezone.now(),
        failures=0,
        problem=feed.problem if is_same else problem,
        etag=feed.etag if is_same else etag[:300],
        last_modified=feed.last_modified if is_same else last_modified[:100],
    )


def note_failure(feed: FollowedFeed, why: str) -> None:
    """Says what went wrong where the owners see it; the next visit waits longer."""
    failures = min(feed.failures + 1, 1_000)
    FollowedFeed.objects.filter(pk=feed.pk).update(visited_at=timezone.now(), failures=failures, problem=why[:300])


def visit_due_feeds() -> int:
    """Hands all feeds that are due to the worker; says how many."""
    due = list(FollowedFeed.objects.due().order_by("next_visit_at").values_list("pk", flat=True))
    for pk in due:
        visit_feed.enqueue(pk)
    return len(due)
