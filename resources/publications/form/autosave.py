"""Autosave of a draft's form: every valid field is saved while the user types, and the others are named.

What editors or readers can see is saved only by a button. So are files, further addresses, the slug and the publisher
of a draft that already exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from gateway.catalogue.items.revisions import make_draft_slug
from gateway.catalogue.models import EditedMeanwhile, Item, Status
from resources.models import Publication
from resources.publications.form.publication_form import PublicationForm, build_form_class

AUTOSAVED_STATUSES = (Status.DRAFT, Status.RETURNED)
"""Statuses in which only the authors read what is saved."""
BUTTON_FIELDS = frozenset({"publisher", "slug"})
FIELDS_SAVED_TOGETHER = (frozenset({"starts_at", "ends_at"}), frozenset({"is_online", "venue"}))
"""Groups of fields that are valid or invalid together."""
FIELDS_TO_BEGIN = frozenset({"title", "publisher"}).union(*FIELDS_SAVED_TOGETHER)
"""Fields that must be valid before a draft is made."""
HIDDEN_FIELDS = frozenset({"version", "form_key"})
ROW_PATTERN = re.compile(r"(links|files)-\d+-(title|url)")
MAX_TRIES = 4


class Autosaved(NamedTuple):
    """The result of an autosave.

    `missing` holds the labels of what is needed before a draft can be made, and `left` those of what was not saved.
    """

    publication: Publication | None
    missing: list[str]
    left: list[str]


@dataclass
class Draft:
    """The form of a draft while a user types. `names` are the fields that are not saved."""

    user: Any
    kind: str
    data: QueryDict
    stored: Publication | None
    names: set[str] = field(default_factory=set)

    def build_form(self, *, without: Iterable[str] = ()) -> PublicationForm:
        """Return the form without some fields, so that the draft keeps its values in them."""
        made = build_form_class(self.user, self.kind, is_revision=bool(self.stored and self.stored.revises_id))
        form = made(self.data, instance=self.stored and Publication.objects.get(pk=self.stored.pk))
        for name in form.fields.keys() & set(without):
            del form.fields[name]
        form.is_autosave = True
        return form

    def get_valid_form(self) -> PublicationForm:
        """Return the form without the fields that are not valid.

        It is still invalid if nothing can be saved: no draft can be made, or an error belongs to no visible field.
        """
        for _ in range(MAX_TRIES):
            form = self.build_form(without=self.names)
            wrong = add_partner_fields(form.errors)
            if (
                not wrong
                or not wrong <= form.fields.keys() - HIDDEN_FIELDS
                or (not self.stored and wrong & FIELDS_TO_BEGIN)
            ):
                return form
            self.names |= wrong
        return form

    def list_unsaved_labels(self) -> list[str]:
        """Return the labels of what the user typed and is not saved."""
        form = self.build_form()
        changed = [name for name in form.changed_data if name in self.names and name in self.data]
        rows = ["Further addresses and titles of files"] if has_new_rows(self.data, self.stored) else []
        return [str(form.fields[name].label) for name in changed] + rows


def autosave(
    user: Any, kind: str, data: QueryDict, publication: Publication | None, may_begin: Callable[[], None]
) -> Autosaved:
    """Save the valid fields of a draft's form, or make a draft if `may_begin` does not raise.

    Raise EditedMeanwhile if the draft was saved elsewhere after the form was opened, or is no longer a draft.
    """
    with transaction.atomic():
        draft = Draft(user, kind, data.copy(), publication and lock_draft(publication))
        draft.names = {"slug", *(BUTTON_FIELDS if draft.stored else ()), *({"keywords"} - data.keys())}
        if draft.stored:
            draft.data["version"] = str(draft.stored.version)
        form = draft.get_valid_form()
        if form.errors:
            return explain_refusal(form)
        if not draft.stored:
            may_begin()
            form.instance.slug = make_draft_slug()
        elif set(form.changed_data) <= HIDDEN_FIELDS:
            return Autosaved(draft.stored, [], draft.list_unsaved_labels())
        elif data.get("version") != draft.data["version"]:
            raise EditedMeanwhile
        left = draft.list_unsaved_labels()
        return Autosaved(form.save(), [], left)


def lock_draft(publication: Publication) -> Publication:
    """Lock a draft until the transaction ends, after the page that it is a new version of.

    Raise EditedMeanwhile if it is no longer a draft.
    """
    if publication.revises_id:
        Item.objects.select_for_update().filter(pk=publication.revises_id).first()
    stored = Publication.objects.select_for_update().filter(pk=publication.pk, status__in=AUTOSAVED_STATUSES).first()
    if stored is None:
        raise EditedMeanwhile
    return stored


def explain_refusal(form: PublicationForm) -> Autosaved:
    """Return what prevents saving. Raise EditedMeanwhile if no field explains it."""
    labels = [str(form.fields[name].label) for name in form.fields if name in add_partner_fields(form.errors)]
    missing = [*labels, *form.non_field_errors()]
    if not missing:
        raise EditedMeanwhile
    return Autosaved(None, missing, [])


def add_partner_fields(names: Iterable[str]) -> set[str]:
    """Return these field names and those of the fields that are valid only together with them."""
    wrong = set(names)
    return wrong.union(*(group for group in FIELDS_SAVED_TOGETHER if group & wrong))


def has_new_rows(data: QueryDict, stored: Publication | None) -> bool:
    """Return whether the rows of links and files hold text that the draft does not have."""
    known = {""}
    if stored:
        known |= {text for link in stored.links.all() for text in (link.title, link.url)}
        known |= {file.title for file in stored.files.all()}
    return any(ROW_PATTERN.fullmatch(name) and str(value).strip() not in known for name, value in data.items())
