"""New versions of published publications: begun, compared, put on the site or discarded."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.files import File
from django.db import transaction

from gateway.catalogue.files import check_upload, open_file_transaction
from gateway.catalogue.items.revisions import (
    TERMS,
    begin_revision,
    find_kept_fields,
    lock_revision,
    record_revision_step,
    replace_words,
)
from gateway.catalogue.models import Status, Step, StepNotAllowed
from resources.models import Publication, PublicationFile
from resources.publications.copies import copy_file, copy_links
from resources.publications.edits.comparison import Piece, compare_side_by_side
from resources.publications.edits.record import (
    EDITOR_FIELDS,
    FIELDS,
    RELATED_NAMES,
    get_label,
    get_text_by_field,
    record_edit,
)
from resources.publications.form.sections import PAGE_FIELDS

REVISED_FIELDS = tuple(name for name in FIELDS if name not in PAGE_FIELDS)
NOTES_BY_STATUS: dict[str, str] = {
    Status.IN_REVIEW: "sent the new version for review",
    Status.RETURNED: "returned the new version",
    Status.DRAFT: "took the new version back from review",
}
"""The notes in the history of the published publication on the steps of its new version."""
SUSPENDED_MESSAGE = (
    "Its publisher is suspended. You cannot change anything on the site until an editor lifts the suspension."
)
OFF_THE_SITE_MESSAGE = "This is a new version of a page that is not on the site. Bring that page back first."
NOTHING_NEW_MESSAGE = (
    "This is the same as the page that readers see now. Change something, or discard this new version."
)
CHANGED_SINCE_MESSAGE = (
    "The page has changed since this new version was started: {}. Check what is different. Then select "
    "“Publish and replace the changes”, or change the new version."
)


class Difference(NamedTuple):
    """A field in which a new version differs from the page, as runs of text that stayed, went or came.

    It is contested if the field was also changed on the page after the new version was begun.
    """

    label: str
    before: list[Piece]
    after: list[Piece]
    is_contested: bool


def open_revision(publication: Publication, *, by: Any) -> Publication:
    """Return the open new version of a publication, and begin one if there is none.

    Raise StepNotAllowed if the publication is not published or its publisher is suspended, and NotStored if there is no
    room for its files.
    """
    with open_file_transaction():
        locked = Publication.objects.select_for_update().get(pk=publication.pk)
        if locked.is_withheld:
            raise StepNotAllowed(SUSPENDED_MESSAGE)
        own = {"publisher_id": locked.publisher_id, "revised_version": locked.version}
        revision, is_new = begin_revision(locked, by, REVISED_FIELDS, **own)
        if is_new:
            copy_links(locked, revision)
            for file in locked.files.all():
                copy_file(file, revision, copy_of=file)
            record_revision_step(locked, "began a new version", by)
        return revision


def get_original(revision: Publication) -> Publication:
    """Return the published publication that a new version revises. Raise ValueError if it revises none."""
    if revision.revises is None:
        raise ValueError(f"{revision} is no revision.")
    return revision.revises


def lock_with_original(revision: Publication) -> None:
    """Lock a new version and its page until the transaction ends. Raise StepNotAllowed if either is gone."""
    pks = [get_original(revision).pk, revision.pk]
    held = Publication.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True)
    if len(held) != len(pks):
        raise StepNotAllowed("This new version no longer exists. Someone has published or discarded it.")


def find_obstacles(revision: Publication) -> list[tuple[str, str]]:
    """Return what prevents sending or publishing a new version, as pairs of a field and a sentence."""
    original = get_original(revision)
    if original.is_withheld:
        return [("title", SUSPENDED_MESSAGE)]
    if original.status != Status.PUBLISHED:
        return [("title", OFF_THE_SITE_MESSAGE)]
    return [] if compare_with_original(revision, for_editor=True) else [("title", NOTHING_NEW_MESSAGE)]


def compare_with_original(revision: Publication, *, for_editor: bool) -> list[Difference]:
    """Return what would change for readers if the new version were published now.

    Fields of editors are compared only for an editor.
    """
    now, then, changed = (
        get_text_by_field(get_original(revision)),
        get_text_by_field(revision),
        get_changes_of_original(revision),
    )
    names = [name for name in (*REVISED_FIELDS, *TERMS, *RELATED_NAMES) if for_editor or name not in EDITOR_FIELDS]
    differing = [name for name in names if now[name] != then[name] and name not in get_fields_to_keep(then, changed)]
    return [
        Difference(get_label(name), *compare_side_by_side(now[name], then[name]), name in changed) for name in differing
    ]


def list_contested_labels(revision: Publication) -> list[str]:
    """Return the labels of the fields that a new version would overwrite though they were changed on the page."""
    return [each.label for each in compare_with_original(revision, for_editor=True) if each.is_contested]


def check_original(revision: Publication, *, replaces_changes: bool) -> str:
    """Return the note for the history. Raise StepNotAllowed if publishing would overwrite changes of the page.

    With `replaces_changes`, the user has confirmed that they may be overwritten.
    """
    labels = ", ".join(f"“{label}”" for label in list_contested_labels(revision))
    if labels and not replaces_changes:
        raise StepNotAllowed(CHANGED_SINCE_MESSAGE.format(labels))
    return f"put the new version on the site{f', over what was changed meanwhile in {labels}' if labels else ''}"


def get_changes_of_original(revision: Publication) -> dict[str, str]:
    """Return the fields that were changed on the page since the new version was begun, with their text before that."""
    before: dict[str, str] = {}
    for edit in get_original(revision).edits.filter(version__gt=revision.revised_version):
        for change in edit.changes:
            before.setdefault(change["field"], change["before"])
    return before


def get_fields_to_keep(then: dict[str, str], changed: dict[str, str]) -> set[str]:
    """Return the fields that were changed on the page but not in the new version. They stay as the page has them."""
    kept = find_kept_fields(changed, then)
    times = {"starts_at", "ends_at"}
    return kept if times <= kept or not times & kept else kept - times


def replace_original(revision: Publication, *, by: Any, replaces_changes: bool = False) -> Step:
    """Put a new version in the place of the publication it revises, and return the step recorded in its history.

    The publication keeps its address, its date, the addresses of its files, its comments and its counts. Raise
    StepNotAllowed if the new version would overwrite changes that were not confirmed.
    """
    original = revision.revises = lock_revision(revision)
    note = check_original(revision, replaces_changes=replaces_changes)
    before, kept = (
        get_text_by_field(original),
        get_fields_to_keep(get_text_by_field(revision), get_changes_of_original(revision)),
    )
    fields, terms = ([name for name in names if name not in kept] for names in (REVISED_FIELDS, TERMS))
    replace_words(original, revision, fields, terms)
    if "links" not in kept:
        original.links.all().delete()
        revision.links.update(publication=original)
    if "files" not in kept:
        replace_files(original, revision)
    record_edit(original, before, by=revision.created_by)
    delete_with_files(revision)
    return record_revision_step(original, note, by)


def replace_files(original: Publication, revision: Publication) -> None:
    """Give a publication the files of its new version. A file that it already had keeps its address."""
    copies = {file.copy_of_id: file for file in revision.files.exclude(copy_of=None)}
    for file in original.files.all():
        if copy := copies.get(file.pk):
            replace_file(file, copy)
        else:
            file.delete()
    revision.files.filter(copy_of=None).update(publication=original)


def replace_file(file: PublicationFile, copy: PublicationFile) -> None:
    """Give a file the title and order of its copy, and the content if that differs."""
    file.title, file.order = copy.title, copy.order
    if file.sha256 == copy.sha256:
        file.save(update_fields=["title", "order"])
        return
    with copy.file.open("rb") as stored:
        file.replace(check_upload(File(stored, name=copy.name), title=copy.title))


@transaction.atomic
def delete_and_record(revision: Publication, *, by: Any) -> Step:
    """Delete a new version, and return the step recorded in the history of the publication it revises."""
    step = record_revision_step(get_original(revision), "discarded the new version", by)
    delete_with_files(revision)
    return step


def delete_with_files(revision: Publication) -> None:
    for file in revision.files.all():
        file.delete()
    revision.delete()
