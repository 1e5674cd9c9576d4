"""What the forms of a step send, and where to."""

from __future__ import annotations

from django.urls import reverse

from gateway.catalogue.models import AreaOfNeed, FocusArea, Phase
from practice.models import PracticeExample

NEW_ADDRESS = "/practice/share/new/"


def get_step_address(draft, stage):
    return reverse("practice:share_step", args=[draft.slug, stage])


def make_step_data(draft, **fields):
    """Return what the form of a step sends for a draft: its version, and these fields."""
    return {"version": PracticeExample.objects.get(pk=draft.pk).version, "title": draft.title, **fields}


def get_topics():
    """Return one term of each vocabulary, as the last step sends them."""
    first = {"focus_areas": FocusArea, "areas_of_need": AreaOfNeed, "phases": Phase}
    return {name: [vocabulary.objects.all()[0].pk] for name, vocabulary in first.items()}
