"""The four forms of sharing an example. A draft may be saved incomplete."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import models, transaction

from gateway.catalogue.files import UploadsField
from gateway.catalogue.models import AreaOfNeed, FocusArea, Phase, SettingType, Term
from gateway.catalogue.taxonomy.keyword_input import format_keywords
from gateway.catalogue.text.characters import strip_invisible
from practice.examples.story_parts import ACTION_PARTS, NEED_PARTS, OUTCOME_PARTS, SUMMARY_PART, Part, describe_length
from practice.forms.fields import MAX_KEYWORDS, KeywordsField, PlainTextField, Tick, build_ticks
from practice.models import PracticeExample, PracticeFile, School

MAX_FILES = 10
MAX_DESCRIPTION_LENGTH = 300
VOCABULARIES: dict[str, tuple[type[Term], str, str]] = {
    "focus_areas": (FocusArea, "Focus areas", "Which areas of the SEND Review Guide is it about? Choose 1 to 3."),
    "areas_of_need": (AreaOfNeed, "Areas of need", "Tick the broad area, and any need types it is about."),
    "phases": (Phase, "Phases", "Which phases is it for?"),
    "setting_types": (SettingType, "Settings", "What type of setting did you do it in?"),
}
CONSENTS = {
    "no_pupil_identifiable": "Nobody can recognise a pupil by name, from a photograph or from the story.",
    "photographs_have_consent": "Everyone in a photograph has agreed to it (or their parents or carers, for a child), "
    "or there are no photographs.",
    "head_agrees": "The head of our school or setting agrees that we share this.",
}


@dataclass(frozen=True)
class Row:
    """A field of the form with its guidance, word count, editor's comment and saved value."""

    bound: forms.BoundField
    guidance: str
    advice: str = ""
    count: str = ""
    comment: str = ""
    saved: str = ""
    ticks: list[Tick] = field(default_factory=list)


class StageForm(forms.ModelForm):
    """A step of the sharing form, which saves only its own fields."""

    parts: ClassVar[tuple[Part, ...]] = ()

    class Meta:
        model = PracticeExample
        fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        for part in self.parts:
            self.fields[part.field] = build_form_field(part)
            self.initial.setdefault(part.field, getattr(self.instance, part.field))

    def _post_clean(self) -> None:
        """Copy the input to the draft without model validation, because a draft may be incomplete."""
        for name, value in self.cleaned_data.items():
            if name in self.own_fields:
                setattr(self.instance, name, value)

    @property
    def own_fields(self) -> list[str]:
        return [part.field for part in self.parts]

    @transaction.atomic
    def save_fields(self, expected: int) -> None:
        """Save the valid fields over version `expected`; an invalid field keeps its saved value.

        Raise EditedMeanwhile if that is no longer the newest version.
        """
        self.instance.take_version(expected)
        columns = {*self.own_fields, "sort_title", "updated_at", "version"}
        self.instance.save(update_fields=columns)
        self.save_links()

    def save_links(self) -> None:
        """Save what is stored in other tables."""

    def build_rows(self, comments: Mapping[str, str], saved: PracticeExample | None = None) -> list[Row]:
        """Return the fields with guidance, counts, an editor's comments and, after a conflict, the saved values."""
        return [self.build_row(part, comments.get(part.field, ""), saved) for part in self.parts]

    def build_row(self, part: Part, comment: str, saved: PracticeExample | None) -> Row:
        bound = self[part.field]
        text = str(bound.value() or "")
        there = str(getattr(saved, part.field)) if saved else ""
        advice = describe_length(part, "")
        return Row(bound, part.guidance, advice, describe_length(part, text), comment, there if there != text else "")


class NeedForm(StageForm):
    parts = NEED_PARTS


class DidForm(StageForm):
    parts = ACTION_PARTS


class ChangedForm(StageForm):
    parts = OUTCOME_PARTS


class FinishForm(StageForm):
    parts = (SUMMARY_PART,)

    class Meta(StageForm.Meta):
        fields: ClassVar = tuple(VOCABULARIES)

    school = forms.ModelChoiceField(
        School.objects.none(),
        required=False,
        label="Your school or setting",
        empty_label="Choose your school",
        help_text="You can only choose a school where we have confirmed that you work.",
    )
    keywords = KeywordsField(
        required=False,
        max_length=500,
        help_text=f"Optional. Up to {apnumber(MAX_KEYWORDS)} words that a colleague would search for, separated by "
        "commas. We will suggest keywords that are already in use.",
    )
    uploads = UploadsField(required=False, label="Add files or pictures", most=MAX_FILES)
    no_pupil_identifiable = forms.BooleanField(required=False)
    photographs_have_consent = forms.BooleanField(required=False)
    head_agrees = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ours = School.objects.filter(pk__in=self.user.school_memberships.confirmed().values("school_id"))
        self.fields["school"].queryset = ours | School.objects.filter(pk=self.instance.school_id)  # type: ignore[attr-defined]
        self.terms = {name: list(vocabulary.objects.current()) for name, (vocabulary, _, _) in VOCABULARIES.items()}
        for name, (_, label, guidance) in VOCABULARIES.items():
            self.fields[name].label = label
            self.fields[name].help_text = guidance
            self.fields[name].required = False
        for name in ("school", *CONSENTS):
            self.initial.setdefault(name, getattr(self.instance, name))
        names = self.instance.keywords.names() if self.instance.pk else []
        self.initial.setdefault("keywords", format_keywords(names))

    @property
    def own_fields(self) -> list[str]:
        return [*super().own_fields, "school", *CONSENTS]

    def save_links(self) -> None:
        for name in VOCABULARIES:
            if name in self.cleaned_data:
                getattr(self.instance, name).set(self.cleaned_data[name])
        is_sent = "keywords" in self.data  # an autosave leaves keywords out while they are being typed
        if is_sent and "keywords" in self.cleaned_data:
            self.instance.keywords.set(self.cleaned_data["keywords"])
        self.save_files()

    def save_files(self) -> None:
        """Delete, describe and add files. Raise NotStored if there is no room."""
        files = list(self.instance.files.all())
        for file in files:
            shows = strip_invisible(str(self.data.get(f"shows-{file.order}", file.shows))).strip()[
                :MAX_DESCRIPTION_LENGTH
            ]
            if str(file.order) in self.removed:
                file.delete()
            elif shows != file.shows:
                self.instance.files.filter(pk=file.pk).update(shows=shows)
        last = max((file.order for file in files), default=0)
        for place, upload in enumerate(self.cleaned_data.get("uploads", ()), start=last + 1):
            PracticeFile.objects.store(upload, example=self.instance, order=place)

    @property
    def removed(self) -> list[str]:
        """Return the `order` of each file to delete."""
        return self.data.getlist("remove") if hasattr(self.data, "getlist") else list(self.data.get("remove", ()))

    def clean(self) -> dict[str, Any]:
        """Add an error if the example would have too many files."""
        kept = self.instance.files.count() - len(self.removed)
        if kept + len(self.cleaned_data.get("uploads", ())) > MAX_FILES:
            self.add_error("uploads", f"An example can have up to {MAX_FILES} files. Remove one first.")
        return self.cleaned_data

    def get_topics(self) -> list[Row]:
        return [
            Row(self[name], guidance, ticks=build_ticks(self[name], self.terms[name]))
            for name, (_, _, guidance) in VOCABULARIES.items()
        ]

    def get_consents(self) -> list[tuple[forms.BoundField, str]]:
        """Return each tick box of the safeguarding check with the statement that the author confirms."""
        return [(self[name], words) for name, words in CONSENTS.items()]


@dataclass(frozen=True)
class Stage:
    slug: str
    name: str
    form: type[StageForm]


STAGES = (
    Stage("need", "What was the need?", NeedForm),
    Stage("did", "What did you do?", DidForm),
    Stage("changed", "What changed?", ChangedForm),
    Stage("finish", "Topics, files and consent", FinishForm),
)
STAGES_BY_SLUG = {stage.slug: stage for stage in STAGES}


def build_form_field(part: Part) -> forms.Field:
    column = PracticeExample._meta.get_field(part.field)
    if isinstance(column, models.CharField) and column.choices:
        return forms.ChoiceField(label=part.question, choices=column.choices, required=False, help_text=part.guidance)
    widget = forms.Textarea({"rows": 8}) if isinstance(column, models.TextField) else forms.TextInput()
    most = getattr(column, "max_length", 0)
    errors = {"required": "Enter a title, so that you can find it again."}
    is_title = part.field == "title"
    return PlainTextField(
        label=part.question, most=most, required=is_title, widget=widget, error_messages=errors, help_text=part.guidance
    )


def read_form_key(data: Mapping[str, Any]) -> uuid.UUID:
    """Return the key that the form was sent with, or a new one if it has none or an unreadable one."""
    try:
        return uuid.UUID(str(data.get("form_key", "")))
    except ValueError:
        return uuid.uuid4()
