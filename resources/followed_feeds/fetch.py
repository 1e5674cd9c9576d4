"""Visits to followed feeds. Each entry is stored on its own, so a killed worker loses nothing."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from gateway.catalogue.models import Kind, Status
from gateway.catalogue.models.item import EditedMeanwhile
from gateway.catalogue.safe_fetch import Answer, FetchError, fetch
from gateway.catalogue.text.characters import strip_invisible
from resources.followed_feeds.compression import BodyTooLarge, CannotDecompress, decompress_body
from resources.followed_feeds.entries import ParsedEntry, UnreadableFeed
from resources.followed_feeds.feed_reader import read_feed
from resources.models import FeedEntry, FollowedFeed, Publication
from resources.publications.form.publication_form import make_publication_slug

MAX_BYTES = 2_000_000
TIMEOUT_SECONDS = 15
NOT_MODIFIED_CODE, GONE_CODE = 304, 410
TOO_LARGE_MESSAGE = f"It is larger than {MAX_BYTES // 1_000_000} MB."
CHANGED_MESSAGE = "The feed has changed this since. We did not change your draft, because you have edited it."
MAX_SUMMARY_LENGTH = 600
FIRST_YEAR, LAST_YEAR = 1900, 2100

logger = logging.getLogger(__name__)


class VisitFailed(Exception):
    """A visit failed. The message says why."""


@task
def visit_feed(pk: int) -> None:
    """Visit a feed if it is due and no other worker has taken the visit."""
    feed = FollowedFeed.objects.select_related("publisher").filter(pk=pk).first()
    if feed is None or not feed.take_visit():
        return
    try:
        answer = request_feed(feed)
        problem = "" if answer.status == NOT_MODIFIED_CODE else import_entries(feed, answer)
    except (FetchError, UnreadableFeed, VisitFailed) as refusal:
        record_failure(feed, str(refusal))
    except Exception:
        logger.exception("A feed could not be read.")
        record_failure(feed, "Something in it cannot be read.")
    else:
        record_success(feed, answer, problem)


def request_feed(feed: FollowedFeed) -> Answer:
    """Fetch the feed, conditionally if it was read before. Raise NotFetched or VisitFailed."""
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in known.items() if value}
    answer = fetch(feed.url, headers=headers, most=MAX_BYTES, seconds=TIMEOUT_SECONDS)
    if answer.status == GONE_CODE:
        FollowedFeed.objects.filter(pk=feed.pk).update(is_gone=True)
        raise VisitFailed("The site says that this feed is gone for good, so we have stopped following it.")
    if answer.status not in (200, NOT_MODIFIED_CODE):
        raise VisitFailed(f"The site answered with the error {answer.status}.")
    if answer.is_cut:
        raise VisitFailed(TOO_LARGE_MESSAGE)
    return answer


def import_entries(feed: FollowedFeed, answer: Answer) -> str:
    """Make drafts of new entries, and return the notes about what could not be used."""
    charset = answer.headers.get_content_charset() or ""
    reading = read_feed(read_body(answer), answer.url, feed.kind, charset)
    refused = [entry for entry in reading.entries if not try_to_store_entry(feed, entry)]
    told = [f"We could not add {len(refused):,} of its entries. See below."] if refused else []
    return " ".join(told + reading.notes)


def read_body(answer: Answer) -> bytes:
    """Return the decompressed body of a response. Raise VisitFailed."""
    try:
        return decompress_body(answer, MAX_BYTES)
    except BodyTooLarge as error:
        raise VisitFailed(TOO_LARGE_MESSAGE) from error
    except CannotDecompress as error:
        raise VisitFailed(str(error)) from error


def try_to_store_entry(feed: FollowedFeed, entry: ParsedEntry) -> bool:
    """Store one entry, and return False if that fails, so that the others are still stored."""
    try:
        return store_entry(feed, entry)
    except Exception:
        logger.exception("An entry of a feed could not be stored.")
        return False


def store_entry(feed: FollowedFeed, entry: ParsedEntry) -> bool:
    """Make a draft of an entry, or update the draft made of it earlier. Return False if neither is possible."""
    url = "" if feed.kind == Kind.EVENT else entry.own_url  # several events may share one page
    same = Q(guid=entry.guid) | (Q(url=url) if url else Q(pk=None))
    seen = FeedEntry.objects.filter(same, feed=feed).select_related("publication").first()
    if seen:
        return update_entry(feed, entry, seen)
    try:
        with transaction.atomic():
            seen = FeedEntry.objects.create(feed=feed, guid=entry.guid, url=url, title=entry.title)
            problem = record_outcome(seen, entry, entry.problem or make_draft(feed, entry, seen))
    except IntegrityError:  # another worker stored it at the same moment
        return True
    return not problem or entry.is_left_out


def record_outcome(seen: FeedEntry, entry: ParsedEntry, problem: str, note: str = "") -> str:
    """Store the result of an entry and return its problem."""
    FeedEntry.objects.filter(pk=seen.pk).update(
        title=entry.title, problem=problem[:300], note=(note or entry.note)[:300], fingerprint=entry.fingerprint
    )
    return problem


@transaction.atomic
def update_entry(feed: FollowedFeed, entry: ParsedEntry, seen: FeedEntry) -> bool:
    """Compare an entry with what its feed said before. Return False if no draft can be made of it."""
    if not seen.fingerprint:  # stored before fingerprints existed
        FeedEntry.objects.filter(pk=seen.pk).update(fingerprint=entry.fingerprint)
    elif seen.fingerprint != entry.fingerprint:
        return apply_change(feed, entry, seen)
    return not seen.problem or entry.is_left_out


def apply_change(feed: FollowedFeed, entry: ParsedEntry, seen: FeedEntry) -> bool:
    """Apply a changed entry: to its draft if that was not edited, or as a new draft if there is none."""
    draft = seen.publication
    if draft is None:
        problem = entry.problem or (make_draft(feed, entry, seen) if seen.problem else "")
        return not record_outcome(seen, entry, problem) or entry.is_left_out
    if entry.is_left_out and entry.starts_at:  # it is over, so there is nothing to do
        return True
    if entry.problem:
        record_outcome(seen, entry, "", f"Its feed says now: {entry.problem} Look whether to keep what came of it.")
        return True
    is_untouched = draft.status == Status.DRAFT and draft.version == seen.draft_version
    note = "" if is_untouched and update_draft(draft, entry, seen) else f"{CHANGED_MESSAGE} {entry.note}"
    record_outcome(seen, entry, "", note)
    return True


def update_draft(draft: Publication, entry: ParsedEntry, seen: FeedEntry) -> bool:
    """Write the feed's present content into a draft. Return False if it is invalid or a user is editing the draft."""
    for name, value in get_draft_values(draft.kind, entry).items():
        setattr(draft, name, value)
    try:
        draft.full_clean(exclude=["created_by", "summary"])
        draft.take_version(seen.draft_version)
    except (ValidationError, EditedMeanwhile):
        return False
    draft.save()
    FeedEntry.objects.filter(pk=seen.pk).update(draft_version=draft.version)
    return True


def make_draft(feed: FollowedFeed, entry: ParsedEntry, seen: FeedEntry) -> str:
    """Make a draft of an entry. Return what is wrong with the entry instead if it is not valid."""
    draft = Publication(
        kind=feed.kind,
        publisher=feed.publisher,
        created_by=feed.added_by,
        slug=make_publication_slug(entry.title, feed.kind),
        **get_draft_values(feed.kind, entry),
    )
    try:
        draft.full_clean(exclude=["created_by", "summary"])
    except ValidationError as error:
        return " ".join(error.messages)
    draft.save()
    FeedEntry.objects.filter(pk=seen.pk).update(publication=draft, draft_version=draft.version)
    return ""


def get_draft_values(kind: str, entry: ParsedEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "summary": make_summary(entry.text),
        "body": entry.text[:20_000],
        "url": entry.url,
        **get_kind_values(kind, entry),
    }


def get_kind_values(kind: str, entry: ParsedEntry) -> dict[str, Any]:
    if kind == Kind.EVENT:
        return {name: getattr(entry, name) for name in ("starts_at", "ends_at", "venue", "is_online")}
    is_plausible = kind == Kind.RESOURCE and entry.year and FIRST_YEAR <= entry.year <= LAST_YEAR
    return {"year": entry.year if is_plausible else None}


def make_summary(text: str) -> str:
    """Return the beginning of a text, cut between words. It may be empty, as drafts need no summary."""
    first = " ".join(text.split())
    if len(first) > MAX_SUMMARY_LENGTH:
        first = first[: MAX_SUMMARY_LENGTH - 1].rpartition(" ")[0][: MAX_SUMMARY_LENGTH - 1] + "…"
    return first


def record_success(feed: FollowedFeed, answer: Answer, problem: str) -> None:
    """Store the validators of the response, so that the next visit can be conditional."""
    is_same = answer.status == NOT_MODIFIED_CODE
    etag, last_modified = (strip_invisible(answer.headers.get(name) or "") for name in ("ETag", "Last-Modified"))
    FollowedFeed.objects.filter(pk=feed.pk).update(
        visited_at=timezone.now(),
        failures=0,
        problem=feed.problem if is_same else problem[:500],
        etag=feed.etag if is_same else etag[:300],
        last_modified=feed.last_modified if is_same else last_modified[:100],
    )


def record_failure(feed: FollowedFeed, why: str) -> None:
    """Store what went wrong for the owners to see. The next visit waits longer."""
    failures = min(feed.failures + 1, 1_000)
    FollowedFeed.objects.filter(pk=feed.pk).update(visited_at=timezone.now(), failures=failures, problem=why[:500])


def queue_due_visits() -> int:
    """Queue a visit to every feed that is due, and return how many there are."""
    due = list(FollowedFeed.objects.due().order_by("next_visit_at").values_list("pk", flat=True))
    for pk in due:
        visit_feed.enqueue(pk)
    return len(due)
