"""The authors of comments as others see them: name, role, school and badges."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from gateway.catalogue.models import Item, Kind
from gateway.catalogue.text.characters import BYLINE_SEPARATOR
from practice.models import SchoolMembership
from resources.models import Membership, Publication

AUTHOR_LABEL = "Author of this example"
PUBLISHER_LABEL = "From the publisher"
EDITOR_LABEL = "Editor"
SCHOOL_LABEL = "Confirmed school"


@dataclass(frozen=True)
class Author:
    """What readers see of the author of a comment."""

    name: str
    line: str = ""
    school_name: str = ""
    school_url: str = ""
    badges: list[str] = field(default_factory=list)

    @cached_property
    def byline(self) -> SafeString:
        """Return role, school and badges as HTML, made once for all of an author's comments on a page."""
        parts = [escape(self.line)] if self.line else []
        if self.school_url:
            parts.append(format_html('<a href="{}">{}</a>', self.school_url, self.school_name))
        badges = format_html_join("", '<span class="flag">{}</span> ', ([badge] for badge in self.badges))
        return mark_safe("".join(f"{part}{BYLINE_SEPARATOR}" for part in parts) + badges)  # noqa: S308 (each part is escaped)


DELETED_AUTHOR = Author("A former member")
"""Shown for anyone who has deleted their account."""


def get_authors(people: Collection[int], item: Item | None) -> dict[int, Author]:
    """Return these users by key as readers of the item's discussion see them. One query."""
    school = SchoolMembership.objects.confirmed().filter(user=OuterRef("pk"), school__is_checked=True)
    school = school.order_by("decided_at", "pk")
    of_publisher = Membership.objects.filter(user=OuterRef("pk"), publisher=get_publisher_id(item))
    found = (
        User.objects.filter(pk__in=people)
        .only("display_name", "role", "organisation", "is_editor")
        .annotate(
            school_name=Subquery(school.values("school__name")[:1]),
            school_urn=Subquery(school.values("school__urn")[:1]),
            is_of_publisher=Exists(of_publisher),
        )
    )
    return {user.pk: make_author(user, item) for user in found}


def get_publisher_id(item: Item | None) -> int | None:
    """Return the key of the publisher of an item that was loaded as a publication."""
    return item.publisher_id if isinstance(item, Publication) else None


def make_author(user: User, item: Item | None) -> Author:
    """Return the author of a row of `get_authors`."""
    school_name: str = getattr(user, "school_name", None) or ""
    role = user.get_role_display() if user.display_name else ""
    is_author = item is not None and item.kind == Kind.PRACTICE and item.created_by_id == user.pk
    badges = {
        AUTHOR_LABEL: is_author,
        PUBLISHER_LABEL: getattr(user, "is_of_publisher", False),
        EDITOR_LABEL: user.is_editor,
        SCHOOL_LABEL: bool(school_name),
    }
    return Author(
        name=user.public_name,
        line=role if school_name else user.public_line,
        school_name=school_name,
        school_url=f"{get_schools_path()}{getattr(user, 'school_urn', '')}/" if school_name else "",
        badges=[badge for badge, applies in badges.items() if applies],
    )


@cache
def get_schools_path() -> str:
    """Return the path with which the address of each school's page begins."""
    return reverse("practice:schools")
