from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models import Kind
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from resources.models.publication import Publication
from resources.models.publisher import Publisher

FETCH_INTERVAL = timedelta(hours=6)
MAX_FETCH_INTERVAL = timedelta(days=7)
FEED_KINDS = (Kind.NEWS, Kind.RESOURCE, Kind.EVENT)


class FollowedFeedQuerySet(models.QuerySet["FollowedFeed"]):
    """Followed feeds."""

    def managed_by(self, user: Any) -> Self:
        """Return the feeds that the user may manage: an owner those of their publishers, an editor all."""
        return self.filter(publisher__in=Publisher.objects.managed_by(user))

    def due(self) -> Self:
        """Return the feeds whose next visit is due."""
        return self.filter(next_visit_at__lte=timezone.now(), is_gone=False, publisher__is_suspended=False)


class FollowedFeed(models.Model):
    """An RSS, Atom or iCal address of a publisher. Its new entries become drafts."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="feeds")
    url = WebAddressField("address of the feed", max_length=500, validators=[WEB_ADDRESS_VALIDATOR])
    kind = models.CharField("what it brings", max_length=10, choices=[(kind.value, kind.plural) for kind in FEED_KINDS])
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_visit_at = models.DateTimeField(default=timezone.now)
    visited_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField("failed visits in a row", default=0)
    problem = models.CharField("what went wrong", max_length=500, blank=True)
    is_gone = models.BooleanField("permanently gone", default=False)

    objects = FollowedFeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["publisher__name", "url"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=is_web_address("url"), name="followed_feed_is_a_web_address"),
            models.UniqueConstraint(
                fields=["publisher", "url"],
                name="followed_feed_once",
                violation_error_message="This feed is followed already.",
            ),
            models.CheckConstraint(condition=Q(kind__in=[*map(str, FEED_KINDS)]), name="followed_feed_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.url

    def get_absolute_url(self) -> str:
        return reverse("resources:feed", args=[self.pk])

    def take_visit(self) -> bool:
        """Claim the visit that is due. Return False if another worker has claimed it."""
        wait = min(FETCH_INTERVAL * 2**self.failures, MAX_FETCH_INTERVAL) if self.failures < 6 else MAX_FETCH_INTERVAL
        due = FollowedFeed.objects.due().filter(pk=self.pk)
        return bool(due.update(next_visit_at=timezone.now() + wait))


class FeedEntry(models.Model):
    """One entry of a feed: the draft that was made from it, or why there is none. It is never imported twice.

    Until a user edits the draft, it follows the feed.
    """

    feed = models.ForeignKey(FollowedFeed, models.CASCADE, related_name="entries")
    guid = models.CharField(max_length=500, help_text="The feed's own id of it, or a hash of a long one.")
    url = models.CharField("address", max_length=500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.CharField("why it was not taken", max_length=300, blank=True)
    note = models.CharField("what to know of it", max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of what the feed said when it was last read.")
    draft_version = models.PositiveIntegerField(default=1, help_text="Of the draft, as the feed last wrote it.")
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-seen_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=is_web_address("url"), name="feed_entry_is_a_web_address"),
            models.UniqueConstraint(fields=["feed", "guid"], name="feed_entry_once_by_guid"),
            models.UniqueConstraint(fields=["feed", "url"], condition=~Q(url=""), name="feed_entry_once_by_address"),
        ]

    def __str__(self) -> str:
        return self.title or self.guid
