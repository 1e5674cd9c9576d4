"""Pages to share an example in short steps, each of which saves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses.query_strings import read_whole_number
from accounts.auth.suspension import refuse_suspended_users
from accounts.form_recovery_store import fills_kept_form, is_autosave, saves_itself, take_fields
from gateway.catalogue.files import open_file_transaction
from gateway.catalogue.models import EditedMeanwhile, Status
from gateway.catalogue.page_cache import shared
from gateway.catalogue.views.page import Page
from practice.examples.drafts import TooManyDrafts, start_draft
from practice.examples.presentation import build_story, get_key_facts
from practice.examples.sample_example import make_finished_example
from practice.examples.workflow import get_last_comments
from practice.forms.share import STAGES, STAGES_BY_SLUG, NeedForm, Stage, StageForm, read_form_key
from practice.models import PracticeExample

SHARE_CRUMB = ("Share your practice", "practice:share")
STAGE_COUNT_WORD = str(apnumber(len(STAGES))).capitalize()
DESCRIPTION = f"{STAGE_COUNT_WORD} short steps to share what worked in your school, for whom, and what did not."
KEPT_TEXT_MESSAGE = (
    "You were logged out, or logged in again. What you typed is below but is not saved yet. Select a button "
    "at the end to save it. Choose any files again."
)
MAX_VERSION_DIGITS = 9
NEXT_BUTTON, BACK_BUTTON, LATER_BUTTON, CHECK_BUTTON = "next", "back", "later", "check"


def build_page(request: HttpRequest, title: str) -> Page:
    return Page(
        request,
        title,
        DESCRIPTION,
        "practice",
        noindex=True,
        trail=[("Practice examples", reverse("practice")), (SHARE_CRUMB[0], reverse(SHARE_CRUMB[1]))],
    )


@shared
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    page = Page(request, SHARE_CRUMB[0], DESCRIPTION, "practice", trail=[("Practice examples", reverse("practice"))])
    own: Any = ()
    if request.user.is_authenticated:
        own = PracticeExample.objects.shared_by(request.user).select_related("school").order_by("-updated_at")
    return render(request, "practice/share-start.html", {"page": page, "own": own, "stages": STAGES})


@shared
@require_safe
def finished(request: HttpRequest) -> HttpResponse:
    example = make_finished_example()
    context = {
        "page": build_page(request, "A finished example"),
        "example": example,
        "glance": get_key_facts(example),
        "story": build_story(example),
    }
    return render(request, "practice/sample-example.html", context)


@never_cache
@fills_kept_form
@login_required
@refuse_suspended_users
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the first step of a new example and save it as one draft, even if sent twice."""
    data = request.POST if request.method == "POST" else None
    kept = None if data else take_fields(request)
    key = read_form_key(data or kept or {})
    form = NeedForm(data or kept, instance=PracticeExample(), user=request.user)
    if data and (form.is_valid() or "title" in form.cleaned_data):
        try:
            return continue_new_draft(request, form, *start_draft(request.user, key, **form.cleaned_data))
        except TooManyDrafts:
            form.add_error(None, "You have too many drafts. Finish or delete one first.")
    context = {"form_key": key, "notice": KEPT_TEXT_MESSAGE if kept else ""}
    return render_step(request, STAGES[0], form, PracticeExample(), context)


def continue_new_draft(request: HttpRequest, form: StageForm, draft: PracticeExample, is_new: bool) -> HttpResponse:
    """Continue after the first step; show it again if a field is invalid or the draft existed."""
    if not is_new:
        return show_conflict(request, draft, STAGES[0])
    return show_errors(request, draft, STAGES[0], form) if form.errors else continue_sharing(request, draft, STAGES[0])


@never_cache
@fills_kept_form
@saves_itself
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    draft = get_object_or_404(PracticeExample.objects.editable_by(request.user), slug=slug)
    if stage not in STAGES_BY_SLUG:
        raise Http404
    if not draft.is_worked_on:
        return redirect("practice:share_preview" if draft.status == Status.IN_REVIEW else "practice:change", slug)
    if request.method == "POST":
        return save_step(request, draft, STAGES_BY_SLUG[stage])
    kept = take_fields(request)
    form = STAGES_BY_SLUG[stage].form(kept, instance=draft, user=request.user)
    return render_step(request, STAGES_BY_SLUG[stage], form, draft, {"notice": KEPT_TEXT_MESSAGE if kept else ""})


def save_step(request: HttpRequest, draft: PracticeExample, stage: Stage) -> HttpResponse:
    """Save the valid fields of a step, then continue, or show the step again with its errors."""
    form = stage.form(request.POST, request.FILES, instance=draft, user=request.user)
    form.is_valid()
    try:
        save_valid_fields(form, read_version(request))
    except EditedMeanwhile:
        return show_conflict(request, draft, stage)
    return show_errors(request, draft, stage, form) if form.errors else continue_sharing(request, draft, stage)


def save_valid_fields(form: StageForm, expected: int) -> None:
    """Save a step over version `expected`, without its files if there is no room for them.

    Raise EditedMeanwhile.
    """
    has_files = "uploads" in form.cleaned_data
    with open_file_transaction(form, "uploads" if has_files else None):
        form.save_fields(expected)
    if has_files and "uploads" not in form.cleaned_data:
        form.save_fields(expected)


def show_errors(request: HttpRequest, draft: PracticeExample, stage: Stage, form: StageForm) -> HttpResponse:
    """Show the step again with what could not be saved; an autosave gets the labels of those fields as JSON."""
    if is_autosave(request):
        left = [str(form.fields[name].label) for name in form.errors if name in form.fields]
        return JsonResponse({"version": draft.version, "left": left})
    return render_step(request, stage, form, draft, {"is_rest_saved": True})


def show_conflict(request: HttpRequest, draft: PracticeExample, stage: Stage) -> HttpResponse:
    """Show the later of two tabs what is saved now. A form sent twice is answered as the first time."""
    saved = PracticeExample.objects.get(pk=draft.pk)
    form = stage.form(request.POST, request.FILES, instance=saved, user=request.user)
    if not form.has_changed() or not saved.is_worked_on:
        return continue_sharing(request, saved, stage)
    there = PracticeExample.objects.get(pk=draft.pk)
    if not form.is_valid() and set(form.changed_data) <= set(form.errors):
        return show_errors(request, there, stage, form)
    return render_step(request, stage, form, there, {"saved": there})


def continue_sharing(request: HttpRequest, draft: PracticeExample, stage: Stage) -> HttpResponse:
    """Return the response to a saved step: JSON for an autosave, otherwise a redirect to the page that was chosen."""
    go = request.POST.get("go", NEXT_BUTTON)
    if is_autosave(request):
        return JsonResponse({"version": draft.version})
    if go == LATER_BUTTON:
        messages.success(request, f"“{draft.title}” is saved. You can continue with it here, on any computer.")
        return redirect("practice:share")
    return redirect(get_next_path(draft, stage, go))


def get_next_path(draft: PracticeExample, stage: Stage, go: str) -> str:
    place = (
        STAGES.index(STAGES_BY_SLUG[go])
        if go in STAGES_BY_SLUG
        else STAGES.index(stage) + (-1 if go == BACK_BUTTON else 1)
    )
    if place < 0:
        return reverse("practice:share")
    if place == len(STAGES) or go == CHECK_BUTTON:
        return reverse("practice:share_preview", args=[draft.slug])
    return reverse("practice:share_step", args=[draft.slug, STAGES[place].slug])


def render_step(
    request: HttpRequest, stage: Stage, form: StageForm, draft: PracticeExample, more: dict[str, Any]
) -> HttpResponse:
    """Return the page of a step, with status 409 after an edit conflict."""
    comments = get_last_comments(draft)
    context = {
        "page": build_page(request, f"{stage.name} Step {STAGES.index(stage) + 1} of {len(STAGES)}"),
        "form": form,
        "rows": form.build_rows(comments, more.get("saved")),
        "comments": comments,
        "stage": stage,
        "stages": STAGES,
        "draft": draft,
        "files": draft.files.with_failures() if draft.pk and "uploads" in form.fields else (),
        **more,
    }
    return render(request, "practice/share-step.html", context, status=409 if more.get("saved") else 200)


def read_version(request: HttpRequest, name: str = "version") -> int:
    """Return the version on which a form was opened, or 0, which no example has, if it is missing."""
    return read_whole_number(request.POST.get(name, ""), MAX_VERSION_DIGITS) or 0


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then delete a draft that was never published."""
    own = PracticeExample.objects.editable_by(request.user).worked_on().filter(published_at=None)
    draft = get_object_or_404(own, slug=slug)
    if request.method == "POST":
        draft.delete()
        messages.success(request, f"You have deleted the draft “{draft.title}”.")
        return redirect("practice:share")
    return render(
        request, "practice/delete-draft.html", {"page": build_page(request, "Delete a draft"), "draft": draft}
    )
