"""The form of a publication, made for one kind and one user."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from gateway.catalogue.files import UploadsField
from gateway.catalogue.items.revisions import is_draft_slug
from gateway.catalogue.models import (
    AreaOfNeed,
    EditedMeanwhile,
    FocusArea,
    FormerSlug,
    Item,
    Kind,
    Phase,
    SettingType,
    Status,
    Term,
)
from gateway.catalogue.taxonomy.keyword_input import KeywordsInput
from resources.models import Publication, PublicationFile, Publisher
from resources.publications.edits.record import Difference, find_differences, get_text_by_field, record_edit
from resources.publications.form.doi import DOIField
from resources.publications.form.local_date_time import LocalDateTimeField, get_clock_time
from resources.publications.form.sections import FIELDS_NEEDED_FOR_REVIEW, Section, get_sections
from resources.publications.form.widgets import DateInput, DateTimeInput, MarkdownInput, TermsField, order_terms

TERMS: dict[str, type[Term]] = {
    "focus_areas": FocusArea,
    "areas_of_need": AreaOfNeed,
    "phases": Phase,
    "setting_types": SettingType,
}
DATE_TIMES = ("starts_at", "ends_at", "published_at")
MAX_KEYWORDS = 20
MAX_KEYWORD_LENGTH = 50
DIRECTION_MARK_PATTERN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that change the direction of text. They can make one name look like another."""
SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ADDED_LETTER_COUNT = 6
"""The number of letters added to a slug that is taken."""
LOOKED_AT_STATUSES = (Status.IN_REVIEW, Status.PUBLISHED)
NEEDED_MESSAGE = "You need this before you can send it for review."
CONTENT_NEEDED_MESSAGE = "Before you can send it for review, you need an address, text or a file."
SUSPENDED_MESSAGE = "Your publisher is suspended, so you cannot add anything until an editor lifts the suspension."


class PublicationForm(forms.ModelForm):
    """The base form of every kind. `build_form_class` makes the form for one kind and one user."""

    kind: ClassVar[str]
    user: ClassVar[Any]
    publishers: ClassVar[QuerySet[Publisher]]

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    uploads = UploadsField(required=False, label="Add files")
    before: dict[str, str]
    is_autosave = False

    class Meta:
        model = Publication
        fields: ClassVar[list[str]] = []
        labels: ClassVar = {
            "body": "Text",
            "keywords": "Keywords",
            "slug": "Address on the Gateway",
            "year": "Year first issued",
            "credit": "With",
            "is_online": "It is online",
            "starts_at": "Starts",
            "ends_at": "Ends",
            "published_at": "Publish on",
            "review_by": "Look at it again by",
        }
        help_texts: ClassVar = {
            "title": "Readers see this in lists. Up to 200 characters.",
            "body": "Use Markdown: a blank line between paragraphs, # before a heading, - before each point in a list, "
            "and [words](https://address) for a link.",
            "url": "Where readers can find it, such as www.example.org/guide. Leave this empty if it is only here.",
            "doi": "For example, 10.1000/xyz123. You can paste the whole web address.",
            "year": "For example, 2024.",
            "venue": "Name, town and postcode.",
            "booking_url": "Where people can book a place, if they need to.",
            "keywords": "Words that people may search for, separated by commas. We suggest keywords already in use.",
            "review_by": "When someone should check that it is still right. We will email you that day.",
            "published_at": "A future date schedules it. Leave this empty to publish it as soon as it is ready.",
        }
        field_classes: ClassVar = {
            **dict.fromkeys(TERMS, TermsField),
            **dict.fromkeys(DATE_TIMES, LocalDateTimeField),
            "doi": DOIField,
        }
        widgets: ClassVar = {
            "summary": forms.Textarea(attrs={"rows": 3, "cols": 60}),
            "body": MarkdownInput(),
            "keywords": KeywordsInput(),
            "editors_note": forms.Textarea(attrs={"rows": 3, "cols": 60}),
            **dict.fromkeys(DATE_TIMES, DateTimeInput()),
            "review_by": DateInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        self.is_new = self.instance._state.adding
        self.conflict: list[Difference] = []
        self.initial["version"] = self.instance.version
        self.initial["form_key"] = uuid.uuid4() if self.is_new else None
        if self.instance.published_at:  # browsers send minutes, so leftover seconds would look like a changed date
            self.initial["published_at"] = round_to_minute(self.instance.published_at)
        for name in self.fields.keys() & TERMS.keys():
            self.fields[name].queryset = get_offered_terms(TERMS[name], self.instance, name)  # type: ignore[attr-defined]
        self.set_required_fields()
        self.choose_publisher()

    def set_required_fields(self) -> None:
        """Require few fields of a draft, and more of what editors or readers look at."""
        is_looked_at = self.instance.status in LOOKED_AT_STATUSES
        required = {**dict.fromkeys(FIELDS_NEEDED_FOR_REVIEW, is_looked_at), "slug": not self.is_new}
        required |= dict.fromkeys(("starts_at", "ends_at"), True)
        required["published_at"] = self.instance.status == Status.PUBLISHED
        for name in self.fields.keys() & required.keys():
            self.fields[name].required = required[name]
        self.add_needed_hints()

    def add_needed_hints(self) -> None:
        """Say in the help texts of what no editor looks at yet what is needed before one does."""
        if self.instance.status in LOOKED_AT_STATUSES:
            return
        needed = dict.fromkeys(FIELDS_NEEDED_FOR_REVIEW, NEEDED_MESSAGE)
        if self.kind != Kind.EVENT:
            needed |= dict.fromkeys(("url", "doi", "body"), CONTENT_NEEDED_MESSAGE)
        for name in self.fields.keys() & needed.keys():
            self.fields[name].help_text = f"{needed[name]} {self.fields[name].help_text}".strip()

    def choose_publisher(self) -> None:
        """Offer the publishers that the user may publish for, or choose the only one."""
        offered = self.publishers.filter(is_suspended=False) if self.is_new else self.publishers
        if "publisher" in self.fields:
            self.fields["publisher"].queryset = offered  # type: ignore[attr-defined]
        elif self.is_new:
            self.instance.publisher = offered.first()

    def clean_form_key(self) -> uuid.UUID | None:
        """Raise ValidationError if another user's form has this key.

        The user's own key is found when the form is saved, because form_key is unique.
        """
        key = self.cleaned_data["form_key"]
        theirs = Item.objects.exclude(pk__in=Publication.objects.editable_by(self.user).values("pk"))
        if key and self.is_new and theirs.filter(form_key=key).exists():
            raise ValidationError("You have already sent this form. What it made is in the list.")
        return key

    def clean_keywords(self) -> list[str]:
        """Raise ValidationError for too many or too long keywords."""
        keywords = self.cleaned_data["keywords"]
        if len(keywords) > MAX_KEYWORDS or any(len(keyword) > MAX_KEYWORD_LENGTH for keyword in keywords):
            raise ValidationError(f"Enter up to {MAX_KEYWORDS} keywords of up to {MAX_KEYWORD_LENGTH} characters each.")
        return keywords

    def clean_published_at(self) -> datetime | None:
        """Raise ValidationError for a past date, or for a change to the date of a public publication."""
        date, before = self.cleaned_data["published_at"], self.instance.published_at
        if is_same_minute(date, before) or "published_at" not in self.changed_data:
            return before
        if self.instance.is_public:
            raise ValidationError("It is already on the site. To change the date, take it off the site first.")
        if date and date < timezone.now():
            raise ValidationError("Choose a future date, or leave this empty to publish it as soon as it is ready.")
        return date

    def clean_review_by(self) -> date | None:
        """Raise ValidationError for a new date that is not in the future."""
        day = self.cleaned_data["review_by"]
        if day and "review_by" in self.changed_data and day <= timezone.localdate():
            raise ValidationError("Choose a future date.")
        return day

    def clean(self) -> dict[str, Any]:
        """Remove characters that mislead readers, and detect a save by another user since the form was opened."""
        cleaned = super().clean() or self.cleaned_data
        if "publisher" not in self.fields and self.instance.publisher_id is None:
            self.add_error(None, SUSPENDED_MESSAGE)
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = DIRECTION_MARK_PATTERN.sub("", value)
            elif isinstance(value, datetime) and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name) or value
        expected = cleaned.get("version")
        if not self.is_new and expected is not None and expected != self.instance.version:
            self.show_conflict(expected)
        return cleaned

    def show_conflict(self, opened: int) -> None:
        """Keep what was typed, show what the other user changed, and let the next save overwrite it deliberately."""
        self.conflict = find_differences(self, since=opened)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(self.instance.version)
        self.data = data
        self.add_error(None, EditedMeanwhile.message)

    def get_sent_key(self) -> uuid.UUID | None:
        """Return the key that was sent with this form, before anything else is validated."""
        try:
            return self.fields["form_key"].clean(self["form_key"].value())
        except ValidationError:
            return None

    def set_initial_fields(self) -> None:
        """Set the fields of a new publication that nobody types: slug, creator and form key.

        For an existing one, raise EditedMeanwhile if it was saved after the form was opened.
        """
        if self.is_new:
            self.instance.created_by = self.user
            self.instance.form_key = self.cleaned_data["form_key"]
            self.instance.slug = self.instance.slug or make_publication_slug(self.instance.title, self.kind)
        else:
            self.instance.take_version(self.cleaned_data.get("version") or self.instance.version)
            if not self.is_autosave:  # or every autosave would give up an address
                self.update_slug()

    def update_slug(self) -> None:
        """Give a publication that was never public a slug from its new title, if the old slug came from the old one."""
        slug, before, now = self.instance.slug, self.find_previous_title(), self.instance.title
        if "slug" in self.changed_data or self.instance.revises_id or is_made_from(slug, now, self.kind):
            return
        if self.instance.steps.filter(to_status=Status.PUBLISHED):
            return
        if is_draft_slug(slug) or is_made_from(slug, before, self.kind):
            self.instance.slug = make_publication_slug(now, self.kind, apart_from=self.instance.pk)

    def find_previous_title(self) -> str:
        """Return the title before this form was opened, ignoring the form's own autosaves."""
        last = self.instance.edits.filter(is_autosave=True).last()
        titles = [change["before"] for change in (last.changes if last else ()) if change["field"] == "title"]
        return titles[0] if titles else self.initial.get("title") or ""

    def store_uploads(self) -> None:
        """Store the new files after the existing ones. Raise NotStored if there is no room."""
        last = self.instance.files.aggregate(last=Max("order"))["last"] or 0
        for place, upload in enumerate(self.cleaned_data["uploads"], start=last + 1):
            PublicationFile.objects.store(upload, publication=self.instance, order=place)

    @transaction.atomic
    def save(self, commit: bool = True) -> Publication:
        """Save everything and record the changes. Without `commit`, leave all that to the caller."""
        if not commit:
            return super().save(commit=False)
        before = {} if self.is_new else get_text_by_field(self.instance)
        self.set_initial_fields()
        super().save()
        self.store_uploads()
        record_edit(self.instance, before, by=self.user, is_autosave=self.is_autosave)
        return self.instance


def build_form_class(user: Any, kind: str, *, is_revision: bool = False) -> type[PublicationForm]:
    """Return the form class for one kind and one user. Pass it `instance=` to change an existing publication."""
    publishers = Publisher.objects.all() if user.is_editor else Publisher.objects.for_user(user)
    fields = [name for section in get_form_sections(user, kind, is_revision=is_revision) for name in section.fields]
    form: Any = forms.modelform_factory(Publication, form=PublicationForm, fields=fields)
    form.kind, form.user, form.publishers = kind, user, publishers
    return form


def get_form_sections(user: Any, kind: str, *, is_revision: bool = False) -> list[Section]:
    """Return the form's sections. The publisher is asked for only if the user has several."""
    asks = user.is_editor or Publisher.objects.for_user(user).count() > 1
    return get_sections(kind, is_editor=user.is_editor, asks_publisher=asks, is_revision=is_revision)


def get_offered_terms(vocabulary: type[Term], publication: Publication, name: str) -> QuerySet[Any]:
    """Return the current terms and those that the publication already has."""
    if publication._state.adding:
        return order_terms(vocabulary.objects.current())
    carried = getattr(publication, name).values("pk")
    return order_terms(
        vocabulary.objects.filter(Q(pk__in=vocabulary.objects.current().values("pk")) | Q(pk__in=carried))
    )


def make_publication_slug(title: str, kind: str, apart_from: int | None = None) -> str:
    """Return a slug from a title that no other item has or had, with random letters added if it is taken.

    The slugs of the item `apart_from` count as free.
    """
    items, former = Item.objects.all(), FormerSlug.objects.filter(vocabulary="item")
    if apart_from is not None:
        items, former = items.exclude(pk=apart_from), former.exclude(term_id=apart_from)
    slug = wanted = slugify_title(title, kind)
    while items.filter(slug=slug).exists() or former.filter(slug=slug).exists():
        slug = f"{wanted}-{get_random_string(ADDED_LETTER_COUNT, SLUG_LETTERS)}"
    return slug


def slugify_title(title: str, kind: str) -> str:
    """Return the slug that a title makes, or the kind if it makes none."""
    return slugify(title)[:200].strip("-") or kind


def is_made_from(slug: str, title: str, kind: str) -> bool:
    """Return whether a slug was made from this title, with or without added letters."""
    wanted = re.escape(slugify_title(title, kind))
    return re.fullmatch(rf"{wanted}(-[{SLUG_LETTERS}]{{{ADDED_LETTER_COUNT}}})?", slug) is not None


def round_to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def is_same_minute(date: datetime | None, before: datetime | None) -> bool:
    """Return whether the clocks show the same minute at both. Imports give seconds, forms do not."""
    if date is None or before is None:
        return False
    return get_clock_time(round_to_minute(date)) == get_clock_time(round_to_minute(before))
