"""The check of a spreadsheet's rows, with the form that the user would fill in by hand.

Nothing is stored here: a row becomes a RowResult with its problems, its changes and the values that are ready to store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from gateway.catalogue.models import FormerSlug, Item
from resources.imports.cell_values import Vocabularies
from resources.imports.spreadsheets.columns import prefetch_columns
from resources.models import Outcome, Publication, Publisher
from resources.publications.form.publication_form import build_form_class, make_publication_slug
from resources.publications.form.sections import PUBLICATION_KINDS
from resources.publications.workflow import Right

ADDRESS_PATTERN = re.compile(r"/resources/([^/]+)/?$")
type Cells = Mapping[str, str]


@dataclass
class RowResult:
    """The result of checking a row. `changes` and `ready` have the form that `ImportRow` stores."""

    outcome: str = Outcome.REFUSE
    title: str = ""
    publication: Publication | None = None
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    ready: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ExistingPublications:
    """The existing publications that a group of rows may refer to, and what the user may do with them."""

    by_slug: dict[str, Publication]
    by_title: dict[tuple[int, str], str]
    rights: dict[int, Right]
    taken: set[str]


class Checker:
    """The checker of one file's rows for one user. What all rows need from the database is queried once."""

    def __init__(self, user: Any, rows: Iterable[tuple[int, Cells]]) -> None:
        self.user = user
        self.vocabularies = Vocabularies()
        mine = Publisher.objects.all() if user.is_editor else Publisher.objects.for_user(user)
        self.publishers = {publisher.pk: publisher for publisher in mine}
        self.forms = {kind.value: build_form_class(user, kind) for kind in PUBLICATION_KINDS} if self.publishers else {}
        self.given: set[str] = set()
        self.first: dict[Any, int] = {}
        for number, cells in rows:
            self.given.add(get_given_slug(cells))
            self.first.setdefault(get_unique_key(cells), number)

    def find_existing(self, rows: Iterable[Cells]) -> ExistingPublications:
        """Return the existing publications that these rows may refer to."""
        slugs = {get_given_slug(cells) for cells in rows} - {""}
        titles = {cells.get("title", "") for cells in rows} - {""}
        mine = Publication.objects.editable_by(self.user).originals()
        found = list(prefetch_columns(mine.filter(Q(slug__in=slugs) | Q(title__in=titles))))
        these = Publication.objects.filter(pk__in=[publication.pk for publication in found])
        own = set(these.owned_by(self.user).values_list("pk", flat=True))
        publish = set(these.publishable_by(self.user).values_list("pk", flat=True))
        return ExistingPublications(
            {each.slug: each for each in found},
            {(each.publisher_id, each.title.casefold()): each.slug for each in found},
            {each.pk: Right(True, each.pk in own, each.pk in publish) for each in found},
            find_used_slugs(slugs),
        )

    def make_slug(self, title: str, kind: str) -> str:
        """Return a slug for a new publication that no item and no other row of the file uses."""
        slug = make_publication_slug(title, kind)
        while slug in self.given:
            slug = make_publication_slug(f"{slug[:180]} {len(self.given)}", kind)
            self.given.add("")
        self.given.add(slug)
        return slug


def find_used_slugs(slugs: set[str]) -> set[str]:
    """Return those of the slugs that an item has, or had and still redirects from."""
    former = FormerSlug.objects.filter(vocabulary="item", slug__in=slugs)
    return set(Item.objects.filter(slug__in=slugs).values_list("slug", flat=True)) | set(
        former.values_list("slug", flat=True)
    )


def get_given_slug(cells: Cells) -> str:
    """Return the slug in a row, given as a slug or as the full address of a publication."""
    said = cells.get("slug", "")
    match = ADDRESS_PATTERN.search(said)
    return match[1] if match else said


def get_unique_key(cells: Cells) -> Any:
    """Return what must be unique among the rows: the slug or, without one, publisher and title."""
    slug = get_given_slug(cells)
    return slug or (cells.get("publisher", "").casefold(), cells.get("title", "").casefold())


def suggest_slug(slug: str) -> str:
    """Return a valid slug that is close to an invalid one."""
    return slugify(slug)[:200] or "reading-guide"
