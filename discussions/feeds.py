"""Feeds of new questions, with the parameters of the lists and `show` to select another list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from accounts.addresses.site_address import build_absolute_url
from discussions.questions.finder import QuestionFinding
from discussions.questions.listing import get_feed_url, get_ignored_groups, get_list_url
from discussions.questions.lists import (
    ANSWERED_LIST,
    COMMENTS_LIST,
    LATEST_LIST,
    UNANSWERED_LIST,
    QuestionList,
    find_questions,
)
from discussions.threads.cards import QuestionCard
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import Filters, read_filters
from gateway.catalogue.text.characters import strip_invisible

LISTS_BY_NAME = {each.name: each for each in (LATEST_LIST, UNANSWERED_LIST, ANSWERED_LIST, COMMENTS_LIST)}
FIRST_DATE = datetime(2026, 1, 1, tzinfo=UTC)
SUBTITLE = "New questions on the SEND Gateway"


class StableFeed(SyndicationFeed):
    """A feed whose date is fixed if it has no entries, so that it does not change with the clock."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else FIRST_DATE


class Atom(StableFeed, Atom1Feed):
    pass


class Rss(StableFeed, Rss201rev2Feed):
    pass


@dataclass(frozen=True)
class FollowedList:
    """A list of questions that a feed follows."""

    listed: QuestionList
    finding: QuestionFinding

    @property
    def filters(self) -> Filters:
        """Return the filters without the page number."""
        return Filters(self.finding.filters.chosen)


class QuestionAtomFeed(Feed):
    """The newest questions that match the parameters, as Atom (RFC 4287)."""

    feed_type: Any = Atom
    name = "discussions:feed_atom"
    author_name = "SEND Gateway"
    subtitle = SUBTITLE

    def get_object(self, request: HttpRequest) -> FollowedList:
        """Return the list as any visitor sees it. Unreadable values are ignored."""
        index = get_current_index()
        listed = LISTS_BY_NAME.get(request.GET.get("show", ""), LATEST_LIST)
        filters, _ = read_filters(request.GET, index, apart_from=get_ignored_groups())
        return FollowedList(listed, find_questions(index, listed, Filters(filters.chosen), AnonymousUser()))

    def title(self, followed: FollowedList) -> str:
        """Return the name of the list and its filters."""
        chosen = [term.label for terms in followed.filters.chosen.values() for term in terms]
        return strip_invisible(f"SEND Gateway: {', '.join([followed.listed.title, *chosen])}")

    def link(self, followed: FollowedList) -> str:
        return build_absolute_url(followed.filters.build_url(get_list_url(followed.listed)))

    def feed_url(self, followed: FollowedList) -> str:
        return build_absolute_url(get_feed_url(followed.listed, followed.filters, self.name))

    def items(self, followed: FollowedList) -> list[QuestionCard]:
        return followed.finding.items

    def item_link(self, item: QuestionCard) -> str:
        return build_absolute_url(item.url)

    def item_title(self, item: QuestionCard) -> str:
        return strip_invisible(item.title)

    def item_description(self, item: QuestionCard) -> str:
        """Return the text, what it is about and whether it is answered, escaped because readers expect HTML."""
        status = "Answered" if item.is_answered else "No answer yet"
        about = f"About {item.about}. {status}." if item.is_question else f"About {item.about}."
        return escape(strip_invisible(f"{item.text}\n\n{about}".strip()))

    def item_pubdate(self, item: QuestionCard) -> datetime:
        return item.created_at

    def item_updateddate(self, item: QuestionCard) -> datetime:
        """Return when it was last changed, which Atom requires of every entry."""
        return item.updated_at

    def item_author_name(self, item: QuestionCard) -> str:
        return strip_invisible(item.author)


class QuestionRssFeed(QuestionAtomFeed):
    """The same questions as RSS 2.0."""

    feed_type = Rss
    name = "discussions:feed_rss"
    description = SUBTITLE
