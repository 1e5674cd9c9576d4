"""The welcome step that asks for focus areas, and the lists made from the answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import get_text_list

from accounts.account_sections import Link
from accounts.models import User
from accounts.views.welcome import Step, StepForm
from discussions.follows.follow import TooManyFollows, follow_areas
from discussions.models import Follow
from gateway.catalogue.models import FocusArea, Phase
from gateway.catalogue.taxonomy.welcome_phases import get_phases, make_checkbox_field


class AreasForm(StepForm):
    def __init__(self, person: User, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        self.fields["areas"] = make_checkbox_field("Focus areas", FocusArea.objects.current())
        self.initial["areas"] = [area.slug for area in get_followed_areas(person)]

    def save(self) -> str:
        """Follow these focus areas, and no others that are offered."""
        try:
            follow_areas(self.person, self.cleaned_data["areas"])
        except TooManyFollows as reason:
            raise ValidationError(str(reason)) from reason
        return ""


def get_followed_areas(person: User) -> list[FocusArea]:
    followed = Follow.objects.filter(user=person.pk, focus_area__isnull=False).values("focus_area")
    return list(FocusArea.objects.current().filter(pk__in=followed))


def get_list_links(person: User) -> list[Link]:
    """Return the lists that fit a user: one per focus area that they follow, for the phases they work with."""
    phases = get_phases(person)
    note = f"for {get_text_list([phase.label for phase in phases], 'and')}" if phases else ""
    links = [
        Link(f"Everything on {area.label}", get_list_url([area], phases), note) for area in get_followed_areas(person)
    ]
    return links or [Link(f"Everything for {phase.label}", get_list_url([], [phase])) for phase in phases]


def get_list_url(areas: list[FocusArea], phases: list[Phase]) -> str:
    chosen = [("focus", area.slug) for area in areas] + [("phase", phase.slug) for phase in phases]
    return f"{reverse('browse')}?{urlencode(chosen)}"


AREAS_STEP = Step(
    "areas",
    10,
    "What do you want to hear about?",
    "Choose the focus areas you want to follow. We will tell you what is new in them, as often as you like.",
    AreasForm,
)
