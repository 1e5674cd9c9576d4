from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.utils.text import slugify

from gateway.catalogue.models import Kind, Status
from resources.imports.cell_values import BadValue, get_hint, read_field
from resources.imports.export import format_cell
from resources.imports.import_check import (
    Cells,
    Checker,
    ExistingPublications,
    RowResult,
    get_given_slug,
    get_unique_key,
    suggest_slug,
)
from resources.imports.spreadsheets.cells import normalise_line_ends
from resources.imports.spreadsheets.columns import COLUMNS_BY_NAME, get_cell_text
from resources.models import Outcome, Publication, Publisher
from resources.publications.form.local_date_time import get_clock_time
from resources.publications.form.publication_form import TERMS
from resources.publications.form.sections import PUBLICATION_KINDS
from resources.publications.workflow import may_change

TERM_FIELDS = {*TERMS, "keywords"}
COLUMNS_WITHOUT_FIELD = frozenset({"slug", "kind", "publisher", "status"})
PLACES_BY_COLUMN = {name: place for place, name in enumerate(COLUMNS_BY_NAME)}
"""The position of each column. A database may not keep the order in which a row's cells were stored."""
ALREADY_PUBLIC_MESSAGE = (
    "Readers can see it, so you cannot change it here. Take it off the site first, or ask an owner."
)


class RowCheck:
    """The check of one row: its publication, the user's rights, then the form."""

    def __init__(self, checker: Checker, existing: ExistingPublications, number: int, cells: Cells) -> None:
        self.checker, self.existing, self.number, self.cells = checker, existing, number, cells
        self.slug = get_given_slug(cells)
        self.publication: Any = existing.by_slug.get(self.slug)
        self.checked = RowResult(publication=self.publication)
        self.checked.title = (cells.get("title", "") or getattr(self.publication, "title", ""))[:200]

    def check_row(self, unread: Iterable[Sequence[str]] = ()) -> RowResult:
        """Return what the row would do. `unread` holds the problems found when its cells were read."""
        self.checked.problems += [(column, why) for column, why in unread]
        first = self.checker.first[get_unique_key(self.cells)]
        if first != self.number:
            self.refuse("slug" if self.slug else "title", f"Row {first} is the same one. Keep one of the two rows.")
        kind, publisher = self.get_kind(), self.get_publisher()
        if self.publication is None:
            self.check_slug(publisher)
        self.check_status()
        changed = self.find_changed_cells()
        if self.publication and changed:
            self.check_right()
        checked_for = self.get_publisher_for_form(publisher)
        if kind in self.checker.forms and checked_for:
            self.fill_in_form(kind, checked_for, changed)
        else:
            self.check_common_cells(changed)
        self.checked.problems.sort(key=lambda problem: PLACES_BY_COLUMN.get(problem[0], -1))
        return self.checked

    def refuse(self, column: str, why: str) -> None:
        """Record a problem, which refuses the row."""
        self.checked.problems.append((column, why))
        self.checked.outcome = Outcome.REFUSE

    def get_kind(self) -> str:
        """Return the kind of the row, or an empty string if it is not known."""
        said = self.cells.get("kind", "").casefold()
        known = {
            name.casefold(): kind.value for kind in PUBLICATION_KINDS for name in (kind.value, kind.label, kind.plural)
        }
        if self.publication:
            if said and known.get(said) != self.publication.kind:
                self.refuse("kind", f"Enter {self.publication.kind}, or leave this empty. You cannot change it.")
            return self.publication.kind
        if said not in known:
            self.refuse("kind", f"Enter one of: {', '.join(kind.value for kind in PUBLICATION_KINDS)}.")
        return known.get(said, "")

    def get_publisher(self) -> Publisher | None:
        """Return the publisher of the row, or None if the user may not publish for it."""
        mine, said = list(self.checker.publishers.values()), self.cells.get("publisher", "").casefold()
        if not said:
            found = self.publication.publisher if self.publication else mine[0] if len(mine) == 1 else None
        else:
            found = next((each for each in mine if said in (each.slug, each.name.casefold())), None)
        if found is None:
            self.refuse("publisher", self.list_publishers(mine))
        elif found.is_suspended and not self.publication:
            self.refuse("publisher", f"{found.name} is suspended, so you cannot add anything for it.")
        return found

    def get_publisher_for_form(self, publisher: Publisher | None) -> Publisher | None:
        """Return a publisher to check the other cells with, even if the row names none that the user may use."""
        if self.publication:
            return publisher or self.publication.publisher
        offered = [publisher] if publisher else self.checker.publishers.values()
        return next((each for each in offered if not each.is_suspended), None)

    def list_publishers(self, mine: list[Publisher]) -> str:
        if not mine:
            return "You do not belong to a publisher, so you cannot add anything."
        names = [publisher.name for publisher in mine]
        near = get_close_matches(self.cells.get("publisher", ""), names, 1)
        return f"Enter a publisher that you can publish for, such as {(near or names)[0]}."

    def check_slug(self, publisher: Publisher | None) -> None:
        """Refuse a slug that is taken or invalid, and a second publication with the same title and publisher."""
        title = self.cells.get("title", "").casefold()
        known = self.existing.by_title.get((publisher.pk, title)) if publisher and not self.slug else None
        if known:
            self.refuse("slug", f"There is already one with this title. To change it, enter {known} here.")
        elif self.slug in self.existing.taken:
            self.refuse("slug", f"“{self.slug[:60]}” is taken. Enter another address, or leave this empty.")
        elif self.slug and (slugify(self.slug) != self.slug or len(self.slug) > 220):
            right = suggest_slug(self.slug)
            self.refuse("slug", f"Use small letters, digits and hyphens, such as {right}. Or leave it empty.")

    def check_status(self) -> None:
        """Refuse a change of status, which is made only with the buttons in the admin."""
        said, now = self.cells.get("status", "").casefold(), getattr(self.publication, "status", Status.DRAFT)
        if said and said not in (now, Status(now).label.casefold()):
            self.refuse(
                "status",
                f"Enter {now} or leave this empty. Change it with the buttons, after the import.",
            )

    def find_changed_cells(self) -> dict[str, str]:
        """Return the cells that differ from what is stored."""
        cells = {name: text for name, text in self.cells.items() if name not in COLUMNS_WITHOUT_FIELD}
        if self.publication is None:
            return cells
        if self.cells.get("publisher"):
            cells["publisher"] = self.cells["publisher"]
        return {name: text for name, text in cells.items() if not self.is_unchanged(name, text)}

    def is_unchanged(self, name: str, text: str) -> bool:
        """Whether a cell holds what an export would write into it."""
        if name == "publisher":
            return text.casefold() in (self.publication.publisher.slug, self.publication.publisher.name.casefold())
        return text == normalise_line_ends(format_cell(self.publication, name)).strip()

    def check_right(self) -> None:
        """Refuse a change that the user may not make."""
        if not may_change(self.existing.rights[self.publication.pk], self.publication.status):
            self.refuse("", ALREADY_PUBLIC_MESSAGE)

    def check_common_cells(self, changed: dict[str, str]) -> None:
        """Check the cells that mean the same in every kind."""
        for name, text in changed.items():
            self.read_cell_into({}, name, text)

    def fill_in_form(self, kind: str, publisher: Publisher, changed: dict[str, str]) -> None:
        """Fill in the form with the changes and keep its result, or record all problems at once."""
        if self.publication and not changed:
            if not self.checked.problems:
                self.checked.outcome = Outcome.SAME
            return
        made = self.checker.forms[kind]
        form = made(self.build_form_data(made, kind, publisher, changed), instance=self.make_instance(publisher))
        known = {column for column, _ in self.checked.problems}
        for name, errors in form.errors.items():
            for error in errors if name not in known else ():
                column = name if name in self.cells or name in form.fields else ""
                self.refuse(column.removeprefix("__all__"), f"{error} {get_hint(name)}".strip())
        if not self.checked.problems:
            self.store_changes(form, kind, changed)

    def make_instance(self, publisher: Publisher) -> Publication:
        """Return what the form works on: a copy, so that later rows are compared with unchanged data."""
        if self.publication is None:
            return Publication(publisher=publisher, slug=self.slug)
        return copy.copy(self.publication)

    def build_form_data(self, made: Any, kind: str, publisher: Publisher, changed: dict[str, str]) -> dict[str, Any]:
        """Return the form's data: what the row says and, in all other fields, what is stored."""
        fields = made.base_fields
        data = get_form_values(self.make_instance(publisher), fields.keys() - {"uploads", "form_key"})
        data["publisher"] = publisher.pk
        for name, text in changed.items():
            if name == "publisher":
                if name not in fields:
                    self.refuse(name, f"It belongs to {self.publication.publisher.name}. Leave this as it is.")
            elif name in fields:
                self.read_cell_into(data, name, text)
            elif text:
                self.refuse(name, f"This is not for a {Kind(kind).spec.name}. Leave this cell empty.")
        if self.publication is None and "slug" in fields:
            data["slug"] = self.slug
        return data

    def read_cell_into(self, data: dict[str, Any], name: str, text: str) -> None:
        """Read a cell into the form's data, or record why it cannot be read."""
        try:
            if name in TERMS:
                terms = getattr(self.publication, name).all() if self.publication else ()
                carried = {term.slug: term.pk for term in terms}
                data[name] = self.checker.vocabularies.read_terms(name, text, carried)
            else:
                data[name] = read_field(name, text)
        except BadValue as bad:
            self.refuse(name, str(bad))

    def store_changes(self, form: Any, kind: str, changed: dict[str, str]) -> None:
        """Keep what a valid form would store."""
        names = [name for name in changed if name in form.fields]
        if self.publication:
            names = [name for name in names if name in form.changed_data]
            if not names:
                self.checked.outcome = Outcome.SAME
                return
        self.checked.outcome = Outcome.CHANGE if self.publication else Outcome.CREATE
        texts = {name: changed[name] for name in names if self.publication or changed[name]}
        self.checked.changes = [self.describe_change(name, text) for name, text in texts.items()]
        self.checked.ready = {
            "version": form.instance.version,
            "kind": kind,
            "publisher": form.instance.publisher_id,
            "slug": form.instance.slug or self.checker.make_slug(form.instance.title, kind),
            "values": {name: convert_to_json(form, name) for name in names},
        }

    def describe_change(self, name: str, text: str) -> dict[str, str]:
        before = get_cell_text(self.publication, name) if self.publication else ""
        return {"column": name, "before": before, "after": text}


def get_form_values(publication: Publication, names: Iterable[str]) -> dict[str, Any]:
    """Return what is stored, as an unchanged form would send it."""
    data = {name: convert_to_form_value(getattr(publication, name)) for name in names if name not in TERM_FIELDS}
    if publication.pk:
        data |= {name: [term.pk for term in getattr(publication, name).all()] for name in TERMS}
        data["keywords"] = ", ".join(f'"{keyword.name}"' for keyword in publication.keywords.all())
    return data


def convert_to_form_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return get_clock_time(value).replace(microsecond=0).isoformat(" ")
    return getattr(value, "pk", value)


def convert_to_json(form: Any, name: str) -> Any:
    """Return a cleaned value in a form that JSON can store, terms as primary keys."""
    value = form.cleaned_data[name]
    if name in TERMS:
        return [term.pk for term in value]
    return getattr(value, "pk", value)
