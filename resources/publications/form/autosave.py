"""The form of a draft saves itself while somebody types: all of it that can be saved, and the rest is named.

What is looked at by editors or readers is saved by a button alone, and so are files, further addresses, the address on
the Gateway and who publishes what is there already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from gateway.catalogue.items.revisions import draft_slug
from gateway.catalogue.models import EditedMeanwhile, Item, Status
from resources.models import Publication
from resources.publications.form.publication_form import PublicationForm, publication_form

AUTOSAVED_STATUSES = (Status.DRAFT, Status.RETURNED)
"""Where nobody but its authors reads what is saved."""
BUTTON_FIELDS = frozenset({"publisher", "slug"})
FIELDS_SAVED_TOGETHER = (frozenset({"starts_at", "ends_at"}), frozenset({"is_online", "venue"}))
"""Fields that are right or wrong together."""
FIELDS_TO_BEGIN = frozenset({"title", "publisher"}).union(*FIELDS_SAVED_TOGETHER)
"""What there can be no draft without."""
HIDDEN_FIELDS = frozenset({"version", "form_key"})
ROW_PATTERN = re.compile(r"(links|files)-\d+-(title|url)")
MAX_TRIES = 4


class Autosaved(NamedTuple):
    """What came of it: the draft, the labels of what it lacks if there is none yet, and of what is not saved."""

    publication: Publication | None
    missing: list[str]
    left: list[str]


@dataclass
class Draft:
    """The form of a draft as somebody types it; `names` are the fields that are not saved."""

    user: Any
    kind: str
    data: QueryDict
    there: Publication | None
    names: set[str] = field(default_factory=set)

    def form(self, *, without: Iterable[str] = ()) -> PublicationForm:
        """Return the form without some fields: what the draft holds in them stays."""
        made = publication_form(self.user, self.kind, is_revision=bool(self.there and self.there.revises_id))
        form = made(self.data, instance=self.there and Publication.objects.get(pk=self.there.pk))
        for name in form.fields.keys() & set(without):
            del form.fields[name]
        form.is_autosave = True
        return form

    def fitting_form(self) -> PublicationForm:
        """Return the form without what cannot be saved as it is; an invalid one if then there is no draft."""
        for _ in range(MAX_TRIES):
            form = self.form(without=self.names)
            wrong = with_partners(form.errors)
            if (
                not wrong
                or not wrong <= form.fields.keys() - HIDDEN_FIELDS
                or (not self.there and wrong & FIELDS_TO_BEGIN)
            ):
                return form
            self.names |= wrong
        return form

    def left(self) -> list[str]:
        """Return the labels of what somebody typed and is not saved."""
        form = self.form()
        changed = [name for name in form.changed_data if name in self.names and name in self.data]
        rows = ["Further addresses and titles of files"] if has_new_rows(self.data, self.there) else []
        return [str(form.fields[name].label) for name in changed] + rows


def autosave(
    user: Any, kind: str, data: QueryDict, publication: Publication | None, may_begin: Callable[[], None]
) -> Autosaved:
    """Save what can be saved of the form of a draft, or begin one if `may_begin` does not raise.

    Raises EditedMeanwhile if it was saved somewhere else since the form was opened, or is no draft now.
    """
    with transaction.atomic():
        draft = Draft(user, kind, data.copy(), publication and hold(publication))
        draft.names = {"slug", *(BUTTON_FIELDS if draft.there else ()), *({"keywords"} - data.keys())}
        if draft.there:
            draft.data["version"] = str(draft.there.version)
        form = draft.fitting_form()
        if form.errors:
            return refused(form)
        if not draft.there:
            may_begin()
            form.instance.slug = draft_slug()
        elif set(form.changed_data) <= HIDDEN_FIELDS:
            return Autosaved(draft.there, [], draft.left())
        elif data.get("version") != draft.data["version"]:
            raise EditedMeanwhile
        left = draft.left()
        return Autosaved(form.save(), [], left)


def hold(publication: Publication) -> Publication:
    """Let nobody else change a draft until the transaction ends; what it is the new version of is locked first."""
    if publication.revises_id:
        Item.objects.select_for_update().filter(pk=publication.revises_id).first()
    there = Publication.objects.select_for_update().filter(pk=publication.pk, status__in=AUTOSAVED_STATUSES).first()
    if there is None:
        raise EditedMeanwhile
    return there


def refused(form: PublicationForm) -> Autosaved:
    """Return what stands in the way; nothing is saved."""
    labels = [str(form.fields[name].label) for name in form.fields if name in with_partners(form.errors)]
    missing = [*labels, *form.non_field_errors()]
    if not missing:
        raise EditedMeanwhile
    return Autosaved(None, missing, [])


def with_partners(names: Iterable[str]) -> set[str]:
    """Return these names and those of the fields that are right or wrong together with them."""
    wrong = set(names)
    return wrong.union(*(group for group in FIELDS_SAVED_TOGETHER if group & wrong))


def has_new_rows(data: QueryDict, there: Publication | None) -> bool:
    """Return whether the rows beneath the form say something that the draft does not hold."""
    known = {""}
    if there:
        known |= {text for link in there.links.all() for text in (link.title, link.url)}
        known |= {file.title for file in there.files.all()}
    return any(ROW_PATTERN.fullmatch(name) and str(value).strip() not in known for name, value in data.items())
