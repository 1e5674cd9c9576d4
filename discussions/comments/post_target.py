"""The target of a post, and what the page around its form says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.models import User
from discussions.discussed_items import DISCUSSION_FRAGMENT
from discussions.models import Comment
from discussions.threads.authors import DELETED_AUTHOR, Author, get_authors
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import FocusArea, Item


@dataclass(frozen=True)
class PostTarget:
    """The place where its viewer is about to post: their item or a focus area, possibly in reply to a comment.

    `known_author`, the author of `parent`, saves a query; `element_name` replaces `name`.
    """

    viewer: Viewer
    focus_area: FocusArea | None = None
    parent: Comment | None = None
    known_author: Author | None = None
    element_name: str = ""

    @property
    def item(self) -> Item | None:
        """Return the item that is discussed, or None for a focus area."""
        return self.viewer.item

    @property
    def author(self) -> User:
        """Return the user who posts: the viewer, once they are logged in."""
        author: User = self.viewer.user
        return author

    @property
    def name(self) -> str:
        """Return the prefix of the form's element IDs, so that a page can have several forms."""
        if self.parent:
            return self.element_name or f"reply-{self.parent.pk}"
        return "ask" if self.focus_area else "say"

    @property
    def address(self) -> str:
        """Return the address to which the form is sent."""
        if self.parent:
            return reverse("discussions:reply", args=[self.parent.pk])
        if self.focus_area:
            return reverse("discussions:ask", args=[self.focus_area.slug])
        return reverse("discussions:post_on_item", args=[self.item and self.item.slug])

    @property
    def back_url(self) -> str:
        """Return the address for leaving without posting."""
        if self.item and not self.parent:
            return self.item.get_absolute_url() + DISCUSSION_FRAGMENT
        before = self.parent or self.focus_area
        return before.get_absolute_url() if before else ""

    @property
    def back_label(self) -> str:
        """Return the name of what is discussed, for the link to it."""
        if self.item:
            return self.item.title
        if self.parent:
            return self.viewer.get_title(self.parent.root or self.parent)
        return self.focus_area.name if self.focus_area else ""

    @property
    def title(self) -> str:
        """Return the title of the page that shows only the form."""
        if self.parent:
            return f"Reply to {self.parent_author.name}"
        return "Join the discussion" if self.item else "Ask the community"

    @cached_property
    def parent_author(self) -> Author:
        if self.known_author:
            return self.known_author
        author_id = self.parent and self.parent.author_id
        return get_authors([author_id], self.item)[author_id] if author_id else DELETED_AUTHOR

    @property
    def parent_words(self) -> str:
        """Return what the viewer sees of the comment that is replied to."""
        return self.viewer.get_words(self.parent) if self.parent else ""

    @property
    def is_open(self) -> bool:
        """Return whether anything can be posted here now."""
        parent = self.parent
        takes_replies = parent is None or (parent.is_public and not (parent.root or parent).is_locked)
        return self.viewer.may_post and takes_replies

    @property
    def is_sample(self) -> bool:
        return self.item is not None and self.item.is_sample
