"""The last step of an import: store everything that the checked rows would do, or nothing.

The form checked the rows when they were shown. Only what may have changed since is checked again: the user's rights,
the publishers, the versions of the publications, the slugs and the terms. If any of it has changed, nothing is stored.
New publications are inserted in bulk, so that the transaction is short.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Conflict
from gateway.catalogue.models import Item, Keyword, KeywordOnItem, Status, Step
from gateway.catalogue.models.change_log import lock_change_log, record_items
from gateway.catalogue.models.item import make_sort_title
from gateway.catalogue.text.characters import strip_invisible
from resources.imports.bulk_insert import BulkTable, reserve_keys
from resources.models import BulkImport, Edit, ImportRow, Outcome, Publication, Publisher
from resources.publications.edits.record import get_label
from resources.publications.form.publication_form import TERMS
from resources.publications.workflow import Right, may_change

TERM_FIELDS = {*TERMS, "keywords"}
ALREADY_CHANGED_MESSAGE = "Something changed after this was checked: {}. Nothing was imported. Upload the file again."


class ImportOutOfDate(Conflict):
    """The import would no longer do what was shown. The message says why."""

    def __init__(self, why: str) -> None:
        super().__init__(ALREADY_CHANGED_MESSAGE.format(why))


@transaction.atomic
def save_import_rows(bulk_import: BulkImport) -> None:
    """Store the rows of an import. Raise ImportOutOfDate and store nothing if anything has changed."""
    rows = list(bulk_import.rows.exclude(outcome=Outcome.REFUSE).exclude(outcome=Outcome.SAME))
    new = [row for row in rows if row.outcome == Outcome.CREATE]
    suspended = check_publishers(bulk_import.user, rows)
    check_terms(rows)
    try:
        with transaction.atomic():
            create_drafts(new, bulk_import.user)
            change_publications([row for row in rows if row.outcome == Outcome.CHANGE], bulk_import.user, suspended)
    except IntegrityError as error:
        raise ImportOutOfDate("an address was taken by something else") from error


def check_publishers(user: Any, rows: Iterable[ImportRow]) -> dict[int, bool]:
    """Lock the publishers until the transaction ends, and return which of them are suspended.

    Raise ImportOutOfDate if the user may no longer publish for one of them.
    """
    may = Publisher.objects.all() if user.is_active and user.is_editor else Publisher.objects.for_user(user)
    allowed = set(may.values_list("pk", flat=True))
    wanted = {row.ready["publisher"] for row in rows}
    suspended = dict(
        Publisher.objects.filter(pk__in=wanted).select_for_update(no_key=True).values_list("pk", "is_suspended")
    )
    if not wanted <= allowed & suspended.keys():
        raise ImportOutOfDate("you may no longer publish for one of the publishers")
    if any(suspended[row.ready["publisher"]] for row in rows if row.outcome == Outcome.CREATE):
        raise ImportOutOfDate("one of the publishers was suspended")
    return suspended


def check_terms(rows: Iterable[ImportRow]) -> None:
    """Raise ImportOutOfDate if a term no longer exists."""
    for name, model in TERMS.items():
        wanted = {pk for row in rows for pk in row.ready["values"].get(name, ())}
        if wanted - set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)):
            raise ImportOutOfDate("a term of the taxonomy is gone")


def create_drafts(rows: list[ImportRow], user: Any) -> None:
    """Insert new drafts with their first step, edit, terms and keywords."""
    if not rows:
        return
    first, now = reserve_keys(Item, len(rows)), timezone.now()
    keyed = list(enumerate(rows, start=first))
    items, publications = BulkTable(Item, with_key=True), BulkTable(Publication, with_key=True)
    items.insert_rows(items.make_row(**get_item_values(row, pk, user, now)) for pk, row in keyed)
    publications.insert_rows(
        publications.make_row(item_ptr_id=pk, publisher_id=row.ready["publisher"], **get_kind_values(row, Publication))
        for pk, row in keyed
    )
    Step.objects.bulk_create((Step(item_id=pk, to_status=Status.DRAFT, by=user) for pk, _ in keyed), 1_000)
    record_edits([(pk, 1, row) for pk, row in keyed], user)
    add_terms(keyed)
    record_items([pk for pk, _ in keyed])


def get_item_values(row: ImportRow, pk: int, user: Any, now: Any) -> dict[str, Any]:
    values = get_kind_values(row, Item)
    return values | {
        "id": pk,
        "kind": row.ready["kind"],
        "slug": row.ready["slug"],
        "sort_title": make_sort_title(values["title"]),
        "created_by_id": user.pk,
        "created_at": now,
        "updated_at": now,
    }


def get_kind_values(row: ImportRow, model: Any) -> dict[str, Any]:
    names = {field.name: field for field in model._meta.local_concrete_fields}
    values = row.ready["values"].items()
    own = {name: names[name].to_python(value) for name, value in values if name in names and name != "publisher"}
    return {name: strip_invisible(value) if isinstance(value, str) else value for name, value in own.items()}


def change_publications(rows: list[ImportRow], user: Any, suspended: dict[int, bool]) -> None:
    """Change existing publications. Raise ImportOutOfDate if one is no longer as it was shown."""
    pks = [row.publication_id or 0 for row in rows]
    locked = dict(Item.objects.select_for_update().filter(pk__in=pks).values_list("pk", "version"))
    mine = dict(Publication.objects.editable_by(user).filter(pk__in=pks).values_list("pk", "status"))
    publish = set(Publication.objects.publishable_by(user).filter(pk__in=pks).values_list("pk", flat=True))
    for pk, row in zip(pks, rows, strict=True):
        if pk not in mine or locked.get(pk) != row.ready["version"]:
            raise ImportOutOfDate(f"someone else changed or deleted “{row.title}”")
        if not may_change(Right(True, True, pk in publish), mine[pk]):
            raise ImportOutOfDate(f"“{row.title}” is on the site now")
        change_publication(pk, row, suspended[row.ready["publisher"]])
    keyed = list(zip(pks, rows, strict=True))
    delete_terms(keyed)
    add_terms(keyed)
    record_edits([(pk, row.ready["version"] + 1, row) for pk, row in keyed], user)
    record_items(pks)


def change_publication(pk: int, row: ImportRow, is_suspended: bool) -> None:
    """Update one publication in both tables. The caller reports all changes to the facet index at the end."""
    values = get_kind_values(row, Item)
    if "title" in values:
        values["sort_title"] = make_sort_title(values["title"])
    values |= {"version": row.ready["version"] + 1, "updated_at": timezone.now(), "is_withheld": is_suspended}
    Item._base_manager.filter(pk=pk).update(**values)
    own = get_kind_values(row, Publication) | {"publisher_id": row.ready["publisher"]}
    Publication._base_manager.filter(pk=pk).update(**own)
    Publication.objects.move_revisions(pk, own["publisher_id"])


def delete_terms(keyed: list[tuple[int, ImportRow]]) -> None:
    """Remove the terms and keywords that `add_terms` will set again."""
    for name in TERMS:
        through = getattr(Item, name).through
        through.objects.filter(item_id__in=[pk for pk, row in keyed if name in row.ready["values"]]).delete()
    pks = [pk for pk, row in keyed if "keywords" in row.ready["values"]]
    KeywordOnItem.objects.filter(content_object_id__in=pks).delete()


def record_edits(changed: Iterable[tuple[Any, int, ImportRow]], user: Any) -> None:
    """Record the changes as edits, as the form does."""
    edits = []
    for pk, version, row in changed:
        changes = [
            {"field": each["column"], "label": get_label(each["column"]), **without_column(each)}
            for each in row.changes
        ]
        edits.append(Edit(publication_id=pk, by=user, version=version, changes=changes))
    Edit.objects.bulk_create(edits, 1_000)


def without_column(change: dict[str, str]) -> dict[str, str]:
    return {"before": change["before"], "after": change["after"]}


def add_terms(keyed: list[tuple[int, ImportRow]]) -> None:
    """Add their terms and keywords to many publications."""
    for name, model in TERMS.items():
        through, key = getattr(Item, name).through, f"{model._meta.model_name}_id"
        pairs = ((pk, term) for pk, row in keyed for term in row.ready["values"].get(name, ()))
        through.objects.bulk_create((through(item_id=pk, **{key: term}) for pk, term in pairs), 5_000)
    words = {word for _, row in keyed for word in row.ready["values"].get("keywords", ())}
    if words:
        lock_change_log()  # nobody merges a keyword before it is on the publications
    keywords = {word: get_or_create_keyword(word) for word in sorted(words)}
    uses = {(pk, keywords[word]) for pk, row in keyed for word in row.ready["values"].get("keywords", ())}
    KeywordOnItem.objects.bulk_create((KeywordOnItem(content_object_id=pk, tag_id=tag) for pk, tag in uses), 5_000)


def get_or_create_keyword(word: str) -> int:
    """Return the primary key of a keyword, ignoring case, and create it if there is none."""
    found = Keyword.objects.filter(name__iexact=word).values_list("pk", flat=True).first()
    return found if found is not None else Keyword.objects.create(name=word).pk
