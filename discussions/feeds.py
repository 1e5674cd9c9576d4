"""Feeds of new questions; they take the parameters of the lists, and `show` for another list than the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from accounts.addresses.site_address import absolute_url
from discussions.questions.finder import QuestionFinding
from discussions.questions.listing import address_of, feed_of, unread_groups
from discussions.questions.lists import ANSWERED_LIST, COMMENTS_LIST, LATEST_LIST, UNANSWERED_LIST, QuestionList, find
from discussions.threads.cards import QuestionCard
from gateway.catalogue.facets import current_index
from gateway.catalogue.facets.filters import Filters, read
from gateway.catalogue.text.characters import plain

LISTS_BY_NAME = {each.name: each for each in (LATEST_LIST, UNANSWERED_LIST, ANSWERED_LIST, COMMENTS_LIST)}
FIRST_DATE = datetime(2026, 1, 1, tzinfo=UTC)
SUBTITLE = "New questions on the SEND Gateway"


class Unchanging(SyndicationFeed):
    """A feed that says the same at every moment: one without entries is as old as the Gateway."""

    def latest_post_date(self) -> datetime:
        """When the newest entry was written."""
        return super().latest_post_date() if self.items else FIRST_DATE


class Atom(Unchanging, Atom1Feed):
    """Such a feed as Atom."""


class Rss(Unchanging, Rss201rev2Feed):
    """Such a feed as RSS."""


@dataclass(frozen=True)
class Followed:
    """A list of questions as somebody follows it."""

    listed: QuestionList
    finding: QuestionFinding

    @property
    def filters(self) -> Filters:
        """The choice that narrows it, from its first page on."""
        return Filters(self.finding.filters.chosen)


class QuestionAtomFeed(Feed):
    """The newest questions that fit the parameters, as Atom (RFC 4287)."""

    feed_type: Any = Atom
    name = "discussions:feed_atom"
    author_name = "SEND Gateway"
    subtitle = SUBTITLE

    def get_object(self, request: HttpRequest) -> Followed:
        """What the parameters find, as any visitor sees it; values that cannot be read are left out."""
        index = current_index()
        listed = LISTS_BY_NAME.get(request.GET.get("show", ""), LATEST_LIST)
        filters, _ = read(request.GET, index, apart_from=unread_groups())
        return Followed(listed, find(index, listed, Filters(filters.chosen), AnonymousUser()))

    def title(self, followed: Followed) -> str:
        """The list's name, and what it is narrowed to."""
        chosen = [term.label for terms in followed.filters.chosen.values() for term in terms]
        return plain(f"SEND Gateway: {', '.join([followed.listed.title, *chosen])}")

    def link(self, followed: Followed) -> str:
        """The list that the feed follows."""
        return absolute_url(followed.filters.address(address_of(followed.listed)))

    def feed_url(self, followed: Followed) -> str:
        """The feed's own address."""
        return absolute_url(feed_of(followed.listed, followed.filters, self.name))

    def items(self, followed: Followed) -> list[QuestionCard]:
        """The newest of them."""
        return followed.finding.items

    def item_link(self, item: QuestionCard) -> str:
        """Where it is read."""
        return absolute_url(item.url)

    def item_title(self, item: QuestionCard) -> str:
        """What it asks."""
        return plain(item.title)

    def item_description(self, item: QuestionCard) -> str:
        """What it says, what it is about, and whether it has an answer; readers take it for HTML."""
        stands = "Answered" if item.is_answered else "No answer yet"
        about = f"About {item.about}. {stands}." if item.is_question else f"About {item.about}."
        return escape(plain(f"{item.text}\n\n{about}".strip()))

    def item_pubdate(self, item: QuestionCard) -> datetime:
        """When it was said."""
        return item.created_at

    def item_updateddate(self, item: QuestionCard) -> datetime:
        """When it was last changed; Atom asks for it of every entry."""
        return item.updated_at

    def item_author_name(self, item: QuestionCard) -> str:
        """Who says it."""
        return plain(item.author)


class QuestionRssFeed(QuestionAtomFeed):
    """The same as RSS 2.0."""

    feed_type = Rss
    name = "discussions:feed_rss"
    description = SUBTITLE
