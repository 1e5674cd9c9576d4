"""The step of the welcome that asks for phases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.views.welcome import Step, StepForm
from gateway.catalogue.models import ChosenPhase, Phase


class PhasesForm(StepForm):
    def __init__(self, person: User, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        self.fields["phases"] = make_checkbox_field("Phases", Phase.objects.current())
        self.initial["phases"] = [phase.slug for phase in get_phases(person)]

    @transaction.atomic
    def save(self) -> str:
        """Set the user's phases; those that are no longer offered stay as they are."""
        chosen = self.cleaned_data["phases"]
        theirs = ChosenPhase.objects.filter(user=self.person.pk, phase__in=Phase.objects.current())
        theirs.exclude(phase__in=chosen).delete()
        rows = [ChosenPhase(user_id=self.person.pk, phase=phase) for phase in chosen]
        ChosenPhase.objects.bulk_create(rows, ignore_conflicts=True)
        return ""


def make_checkbox_field(label: str, terms: QuerySet[Any]) -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        terms, label=label, to_field_name="slug", required=False, widget=forms.CheckboxSelectMultiple
    )


def get_phases(person: User) -> list[Phase]:
    """Return the phases in use that a user works with."""
    chosen = ChosenPhase.objects.filter(user=person.pk).values("phase")
    return list(Phase.objects.current().filter(pk__in=chosen))


PHASES_STEP = Step(
    "phases",
    20,
    "Which ages do you work with?",
    "When we suggest something, we will put these phases first. Choose all that apply.",
    PhasesForm,
)
