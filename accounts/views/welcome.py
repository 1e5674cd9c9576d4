"""The welcome after sign-up: steps that a user can skip, leave and return to.

The apps above this one know what there is to choose: each registers its step in its `AppConfig.ready`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses.redirects import add_next, get_safe_next
from accounts.models import User
from accounts.views.account import get_person

STEPS_BY_BUTTON = {"skip": 1, "back": -1}
"""Buttons that leave a step without an answer, with the number of steps that they move."""
SAVED_MESSAGE = "We have saved your choices. You can change them in your account at any time."


class StepForm(forms.Form):
    def __init__(self, person: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def save(self) -> str:
        """Save the answer and return the address of a page to show before the next step, or an empty string.

        Raise ValidationError if the answer cannot be saved.
        """
        raise NotImplementedError

    def save_words(self) -> None:
        """Save what was typed by a user who leaves the step without answering it."""


@dataclass(frozen=True)
class Step:
    """A step: its part of the address, its order and its page; a button has a value and a label."""

    slug: str
    order: int
    title: str
    lead: str
    form_class: type[StepForm]
    buttons: tuple[tuple[str, str], ...] = (("continue", "Continue"),)


STEPS: list[Step] = []


def register_step(step: Step) -> None:
    """Register a step; it replaces one with the same slug."""
    others = [each for each in STEPS if each.slug != step.slug]
    STEPS[:] = sorted([*others, step], key=lambda each: each.order)


def get_welcome_address(after: str) -> str:
    return add_next(reverse("welcome"), after)


@require_safe
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    return redirect(get_step_address(0, get_safe_next(request)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def welcome_step(request: HttpRequest, step: str) -> HttpResponse:
    """Show a step, or save or skip it and redirect to the next; the last one leads back to where the user began."""
    number = next((number for number, each in enumerate(STEPS) if each.slug == step), None)
    if number is None:
        raise Http404
    form = STEPS[number].form_class(get_person(request), request.POST if request.method == "POST" else None)
    if turn := STEPS_BY_BUTTON.get(request.POST.get("answer", "")):
        if form.is_valid():
            form.save_words()
        return redirect(get_step_address(max(0, number + turn), get_safe_next(request)))
    if form.is_valid() and (address := save_answer(request, form, number)):
        return redirect(address)
    return render(request, "accounts/welcome.html", build_context(request, form, number))


def save_answer(request: HttpRequest, form: StepForm, number: int) -> str:
    """Save the answer and return the next address, or an empty string if the form says why it could not be saved."""
    following = get_step_address(number + 1, get_safe_next(request))
    try:
        between = form.save()
    except ValidationError as problem:
        form.add_error(None, problem)
        return ""
    if between:
        return add_next(between, following)
    if number + 1 == len(STEPS):
        messages.success(request, SAVED_MESSAGE)
    return following


def get_step_address(number: int, after: str) -> str:
    """Return the address of a step or, after the last, of where the user began or their account."""
    if number < len(STEPS):
        return add_next(reverse("welcome_step", args=[STEPS[number].slug]), after)
    return after or reverse("account")


def build_context(request: HttpRequest, form: StepForm, number: int) -> dict[str, Any]:
    after = get_safe_next(request)
    return {
        "form": form,
        "step": STEPS[number],
        "number": number + 1,
        "total": len(STEPS),
        "after": after,
        "end": after or reverse("account"),
    }
