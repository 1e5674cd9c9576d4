"""The record of edits: a publication as text before and after, and the stored difference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as format_date

from resources.models import Edit, Membership, Publication

FIELDS = (
    "publisher",
    "title",
    "slug",
    "summary",
    "body",
    "url",
    "url_is_page",
    "format",
    "cost",
    "licence",
    "authors",
    "year",
    "doi",
    "credit",
    "starts_at",
    "ends_at",
    "is_online",
    "venue",
    "booking_url",
    "published_at",
    "review_by",
    "is_sample",
    "editors_note",
)
TERMS = ("focus_areas", "areas_of_need", "phases", "setting_types", "keywords")
RELATED_NAMES = ("links", "files")
LABELS = {
    "body": "Text",
    "year": "Year first issued",
    "credit": "With",
    "starts_at": "Starts",
    "ends_at": "Ends",
    "published_at": "Publish on",
    "review_by": "Look at it again by",
    "slug": "Address on the Gateway",
    "links": "Further addresses",
    "files": "Files",
    "areas_of_need": "Areas of need",
}
EDIT_SESSION_PERIOD = timedelta(hours=1)
"""How long after an autosave a save of the form still belongs to the same edit."""
EDITOR_FIELDS = frozenset({"editors_note", "is_sample", "url_is_page"})
"""Fields that publishers do not see in the form, and therefore not in the history."""


class Difference(NamedTuple):
    """A field that two users changed at the same time: what is stored now, and what this form holds."""

    label: str
    by: str
    at: datetime
    theirs: str
    yours: str


def record_edit(publication: Publication, before: dict[str, str], *, by: Any, is_autosave: bool = False) -> None:
    """Record what differs from `before`, the result of an earlier call of `get_text_by_field`.

    The autosaves of a form and the save that follows them are recorded as one edit.
    """
    after = get_text_by_field(publication)
    changes = [
        {"field": name, "label": get_label(name), "before": before.get(name, ""), "after": text}
        for name, text in after.items()
        if text != before.get(name, "") and (before or text != "No")
    ]
    if earlier := find_last_autosave(publication, by):
        earlier.changes = merge_changes(earlier.changes, changes)
        earlier.at, earlier.version, earlier.is_autosave = timezone.now(), publication.version, is_autosave
        earlier.save()
    elif changes:
        version = publication.version
        Edit.objects.create(publication=publication, by=by, version=version, changes=changes, is_autosave=is_autosave)


def find_last_autosave(publication: Publication, by: Any) -> Edit | None:
    """Return the last edit if it is a recent autosave by this user and no step followed it, else None."""
    last = publication.edits.last()
    if by is None or last is None or not last.is_autosave or last.by_id != by.pk:
        return None
    if last.at < timezone.now() - EDIT_SESSION_PERIOD:
        return None
    return None if publication.steps.filter(at__gt=last.at).exists() else last


def merge_changes(first: list[dict[str, str]], then: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the changes of two edits as those of one, without fields that are back to their first value."""
    changes = {change["field"]: change for change in first}
    for change in then:
        before = changes.get(change["field"], change)["before"]
        changes[change["field"]] = change | {"before": before}
    return [change for change in changes.values() if change["before"] != change["after"]]


def get_text_by_field(publication: Publication) -> dict[str, str]:
    """Return everything that users write in a publication, as stored in the database, each field as text."""
    stored = Publication.objects.select_related("publisher").get(pk=publication.pk)
    found = {name: format_field(stored, name) for name in FIELDS}
    found |= {name: format_value(getattr(stored, name).all()) for name in TERMS}
    found["links"] = "\n".join(f"{link.title}: {link.url}" for link in stored.links.all())
    found["files"] = "\n".join(format_file(file) for file in stored.files.all())
    return found


def format_field(publication: Publication, name: str) -> str:
    """Return one field as text, or as its label if it has choices."""
    if hasattr(publication, f"get_{name}_display"):
        return str(getattr(publication, f"get_{name}_display")()) if getattr(publication, name) else ""
    return format_value(getattr(publication, name))


def format_file(file: Any) -> str:
    """Return a file as text with its size, so that a new file under an old title counts as a change."""
    return f"{file.title} ({file.ending}, {file.size} bytes)"


def format_value(value: Any) -> str:
    """Return a value as it is shown to readers."""
    if isinstance(value, bool):
        value = "Yes" if value else "No"
    if isinstance(value, datetime):
        return format_date(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return format_date(value, "j F Y")
    if isinstance(value, (models.QuerySet, list, tuple)):
        return "; ".join(sorted(getattr(each, "name", str(each)) for each in value))
    return str(value or "").replace("\r\n", "\n")


def get_label(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    field: Any = Publication._meta.get_field(name)
    return str(field.verbose_name).capitalize()


def get_names(people: Iterable[Any], publication: Publication) -> dict[int | None, str]:
    """Return the users' names by primary key, each with their organisation, in one query."""
    there = {person.pk: person for person in people if person is not None}
    rows = Membership.objects.filter(user__in=there, publisher=publication.publisher_id)
    members = set(rows.values_list("user_id", flat=True)) if there else set()
    organisation = {pk: publication.publisher.name for pk in members}
    return {None: format_person(None)} | {
        pk: format_person(person, organisation.get(pk, "")) for pk, person in there.items()
    }


def format_person(person: Any, organisation: str = "") -> str:
    """Return a user's name and organisation, never their email address."""
    if person is None:
        return "A former member"
    name = person.display_name or ("An editor" if person.is_editor else "A colleague")
    organisation = "SEND Gateway" if person.is_editor else organisation
    return f"{name} ({organisation})" if organisation else name


def find_differences(form: Any, *, since: int) -> list[Difference]:
    """Return what others changed after version `since`, with what this form holds in the same fields."""
    latest: dict[str, tuple[Edit, dict[str, str]]] = {}
    for edit in form.instance.edits.filter(version__gt=since).select_related("by"):
        latest |= {change["field"]: (edit, change) for change in edit.changes}
    names = get_names([edit.by for edit, _ in latest.values()], form.instance)
    return [
        Difference(change["label"], names[edit.by_id], edit.at, change["after"], get_typed_text(form, name))
        for name, (edit, change) in latest.items()
        if name in form.fields or name in RELATED_NAMES
    ]


def get_typed_text(form: Any, name: str) -> str:
    """Return the value of a field in a form, as text."""
    if name not in form.fields:
        return "What you see below"
    value = form.cleaned_data.get(name, form.data.get(form.add_prefix(name), ""))
    choices: Iterable[tuple[Any, Any]] = getattr(form.fields[name], "choices", ()) if isinstance(value, str) else ()
    return format_value(dict(choices).get(value, value) if value else value)
