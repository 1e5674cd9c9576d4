"""Where somebody is about to say something: the place, its form, and what the page around it says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from discussions.comments.post import Place
from discussions.forms import AskForm, ReplyForm, SayForm
from discussions.models import Comment
from discussions.open_items import DISCUSSION_FRAGMENT, discussed
from discussions.threads.authors import DELETED_AUTHOR, Author, authors
from discussions.threads.permissions import Viewer, standing, viewer_of
from gateway.catalogue.models import FocusArea, Item


@dataclass(frozen=True)
class Spot:
    """A place to say something, with its form for one person."""

    place: Place
    viewer: Viewer
    name: str
    address: str
    back_url: str
    back_label: str
    form_class: type[ReplyForm] = ReplyForm
    known_author: Author | None = None

    @cached_property
    def parent_author(self) -> Author:
        """Who wrote what is replied to."""
        if self.known_author:
            return self.known_author
        author_id = self.place.parent and self.place.parent.author_id
        return authors([author_id], self.place.item)[author_id] if author_id else DELETED_AUTHOR

    @property
    def parent_words(self) -> str:
        """What the person sees of what is replied to."""
        return self.viewer.words_of(self.place.parent) if self.place.parent else ""

    @property
    def title(self) -> str:
        """What the page with the form alone is called."""
        if self.place.parent:
            return f"Reply to {self.parent_author.name}"
        return "Join the discussion" if self.place.item else "Ask the community"

    @property
    def is_open(self) -> bool:
        """Whether something can be said here at this moment."""
        parent = self.place.parent
        takes_replies = parent is None or (parent.is_public and not (parent.root or parent).is_locked)
        return self.viewer.may_speak and takes_replies

    @property
    def is_sample(self) -> bool:
        """Whether what is talked about is invented."""
        return self.place.item is not None and self.place.item.is_sample

    def form(self, *args: Any, **options: Any) -> ReplyForm:
        """Its form; names of elements begin with the spot's, so that several stand on one page."""
        return self.form_class(*args, auto_id=f"{self.name}_%s", keyed=self.viewer.is_member, **options)


def with_publisher(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with what extends them."""
    return items.select_related("publication__publisher", "practiceexample")


def whole(item: Any) -> Any:
    """An item as what it is, a publication or an example; None if there is none."""
    return item and (item.detail or item)


def spot_on_item(user: Any, slug: str) -> Spot:
    """Beneath an item that is discussed; Http404 for any other."""
    item: Any = whole(get_object_or_404(with_publisher(discussed()), slug=slug))
    return spot_beneath(item, viewer_of(user, item, is_tending=False))


def spot_beneath(item: Item, viewer: Viewer) -> Spot:
    """Beneath an item that has been read."""
    back, address = item.get_absolute_url() + DISCUSSION_FRAGMENT, reverse("discussions:say", args=[item.slug])
    return Spot(Place(item), viewer, "say", address, back, item.title, SayForm)


def spot_on_focus_area(user: Any, slug: str) -> Spot:
    """A question to everybody on a focus area."""
    area = get_object_or_404(FocusArea.objects.current(), slug=slug)
    address, viewer = reverse("discussions:ask", args=[slug]), viewer_of(user, None)
    place = Place(focus_area=area)
    return Spot(place, viewer, "ask", address, area.get_absolute_url(), area.name, AskForm)


def spot_under(user: Any, pk: int) -> Spot:
    """Beneath a comment that this person may read and no block hides; Http404 for any other."""
    parent = one_of(readable_comments(user), pk)
    viewer = viewer_of(user, parent.item, is_tending=False)
    if parent.author_id in viewer.hidden:
        raise Http404
    return spot_for(parent, viewer)


def spot_for(parent: Comment, viewer: Viewer, author: Author | None = None) -> Spot:
    """Beneath a comment that has been read, perhaps with its author."""
    place, address = Place(viewer.item, parent.focus_area, parent), reverse("discussions:reply", args=[parent.pk])
    about = viewer.item.title if viewer.item else viewer.title_of(parent.root or parent)
    return Spot(place, viewer, f"reply-{parent.pk}", address, parent.get_absolute_url(), about, known_author=author)


def one_of(comments: Any, pk: int) -> Comment:
    """The one of these comments that has this key, its item read as what it is; Http404 if there is none."""
    comment: Comment = get_object_or_404(comments, pk=pk)
    comment.item = whole(comment.item)
    return comment


def readable_comments(user: Any) -> Any:
    """The comments that this person may read, each with all that a page about it asks."""
    return readable_relations(Comment.objects.readable_by(user))


def readable_threads(user: Any) -> Any:
    """The comments that begin a thread of which this person may read something, each with who wrote it."""
    begun = readable_relations(Comment.objects.filter(parent=None).filter(standing(user))).select_related("author")
    return begun if user.is_authenticated and user.is_editor else begun.on_open_ground()


def readable_relations(comments: Any) -> Any:
    """Comments with all that a page about one of them asks."""
    return comments.select_related("item__publication__publisher", "item__practiceexample", "focus_area", "root")
