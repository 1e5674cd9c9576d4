"""Pages to send an example to the editors, review, publish, revise and withdraw it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.auth.second_factor import second_factor_required
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.files import NotStored
from gateway.catalogue.models import EditedMeanwhile, Status, StepNotAllowed
from gateway.catalogue.views.page import Page
from practice.examples import drafts, workflow
from practice.examples.missing_parts import find_missing_parts
from practice.examples.revision_conflicts import find_page_changes
from practice.examples.story_parts import PARTS_BY_FIELD, STORY_PARTS
from practice.forms.decision import PUBLISH_CHOICE, PUBLISH_OVER_CHOICE, ReviewForm
from practice.forms.share import CONSENTS, STAGES
from practice.models import PracticeExample
from practice.safeguarding import check_texts
from practice.views.examples import build_example_context
from practice.views.share import build_page, read_version

CHANGED_MESSAGE = "This was saved again after you opened the page. Check it, then send it."

QUEUE_TITLE = "Practice examples to review"
NOT_WAITING_MESSAGE = (
    "This example is not waiting for you. It may have been taken back or decided. If you wrote it, another editor "
    "must decide."
)


def get_own_example(request: HttpRequest, slug: str, **only: Any) -> PracticeExample:
    """Return an example that the visitor may change. Raise Http404 for any other."""
    examples = PracticeExample.objects.editable_by(request.user).filter(**only)
    return get_object_or_404(examples.select_related("school", "created_by", "adapted_from", "revises"), slug=slug)


def get_texts(example: PracticeExample) -> dict[str, str]:
    """Return what the author wrote, by the heading of each part."""
    return {
        PARTS_BY_FIELD[name].heading: str(getattr(example, name)) for name in PARTS_BY_FIELD if name != "evidence_kind"
    }


def find_pointers(example: PracticeExample) -> list[tuple[str, list[Any]]]:
    """Return what might identify a pupil, by part and file."""
    files = {f"The file “{file.title}”": file.name for file in example.files.all()}
    shown = {f"Words about “{file.title}”": file.shows for file in example.files.all()}
    return list(check_texts(get_texts(example) | shown, files).items())


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an example as the public will see it, with what is missing and what to check again."""
    example = get_own_example(request, slug)
    if example.status == Status.PUBLISHED:
        return redirect("practice:change", slug)
    context = {
        "page": build_page(request, "Check and send"),
        **build_example_context(example, get_current_index()),
        "missing": find_missing_parts(example, request.user),
        "pointers": find_pointers(example),
        "comments": workflow.get_last_comments(example),
        "stages": STAGES,
        "sent": example.steps.filter(to_status=Status.IN_REVIEW).last(),
    }
    return render(request, "practice/check-and-send.html", context)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Send an example to the editors, once even if the button is pressed twice."""
    example = get_own_example(request, slug)
    if example.status == Status.IN_REVIEW:
        return redirect("practice:share_preview", slug)
    if find_missing_parts(example, request.user):
        messages.warning(request, "It is not complete yet. See what is missing below.")
        return redirect("practice:share_preview", slug)
    try:
        workflow.submit(example, request.user, read_version(request))
    except EditedMeanwhile:
        messages.warning(request, CHANGED_MESSAGE)
    except StepNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Thank you. We have sent your example to the editors. We will email you.")
    return redirect("practice:share_preview", slug)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an example out of review or the archive to continue with it."""
    example = get_own_example(request, slug, status__in=(Status.IN_REVIEW, Status.ARCHIVED))
    try:
        workflow.take_back(example, request.user)
    except StepNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("practice:share_preview", slug)
    messages.success(request, "It is a draft again. Send it when you are ready.")
    return redirect("practice:share_step", slug, "need")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a new version of a published example, or withdraw it."""
    example = get_own_example(request, slug, status__in=(Status.PUBLISHED, Status.ARCHIVED))
    try:
        if request.POST.get("do") == "revise":
            return redirect("practice:share_step", drafts.revise_example(example, request.user).slug, "need")
        if request.POST.get("do") == "withdraw":
            workflow.withdraw(example, request.user, request.POST.get("reason", "")[:500])
            messages.success(request, f"You have withdrawn “{example.title}”. Visitors can no longer read it.")
            return redirect("practice:share")
    except (StepNotAllowed, NotStored) as refusal:
        messages.warning(request, str(refusal))
    context = {
        "page": build_page(request, "Revise or withdraw"),
        "example": example,
        "revision": example.revisions.first(),
    }
    return render(request, "practice/revise-or-withdraw.html", context)


def require_editor(request: HttpRequest) -> None:
    """Raise Http404 unless the visitor is an editor."""
    if not (request.user.is_authenticated and request.user.is_editor):
        raise Http404


@never_cache
@second_factor_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    require_editor(request)
    waiting = PracticeExample.objects.waiting().select_related("school", "created_by", "revises")
    page = Page(request, QUEUE_TITLE, "What waits for an editor.", "practice", noindex=True)
    return render(request, "practice/review-queue.html", {"page": page, "waiting": waiting})


@never_cache
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a waiting example to publish or to return with comments."""
    require_editor(request)
    waiting = PracticeExample.objects.decidable_by(request.user)
    example = waiting.select_related("school", "created_by", "adapted_from", "revises").filter(slug=slug).first()
    if example is None:
        messages.warning(request, NOT_WAITING_MESSAGE)
        return redirect("practice:review")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return carry_out_decision(request, example, form)
    return render(request, "practice/review-example.html", build_decision_context(request, example, form))


def build_decision_page(request: HttpRequest, example: PracticeExample) -> Page:
    trail = [(QUEUE_TITLE, reverse("practice:review"))]
    return Page(request, f"Review: {example.title}", "Publish or return.", "practice", trail=trail, noindex=True)


def build_decision_context(request: HttpRequest, example: PracticeExample, form: ReviewForm) -> dict[str, Any]:
    """Return the context of a decision: each part with its earlier text and a field for a comment."""
    before, last, changes = example.revises, workflow.get_last_comments(example), find_page_changes(example)
    return {
        "page": build_decision_page(request, example),
        **build_example_context(example, get_current_index()),
        "form": form,
        "reason": form["reason"],
        "parts": [
            {
                "heading": part.heading,
                "text": format_part(example, part.field),
                "before": format_part(before, part.field) if before else "",
                "is_changed": bool(before) and format_part(before, part.field) != format_part(example, part.field),
                "is_kept": part.field in changes.kept,
                "contested": changes.contested.get(part.field),
                "last": last.get(part.field, ""),
                "box": form.get_comment_field(part.field),
            }
            for part in STORY_PARTS
        ],
        "last": last.get("", ""),
        "changes": changes,
        "contested_topics": [each for name, each in changes.contested.items() if name not in PARTS_BY_FIELD],
        "confirmed": [words for name, words in CONSENTS.items() if getattr(example, name)],
        "pointers": find_pointers(example),
    }


def format_part(example: PracticeExample | None, field: str) -> str:
    """Return the text of a part as people read it."""
    if example is None:
        return ""
    return example.get_evidence_kind_display() if field == "evidence_kind" else str(getattr(example, field))


def carry_out_decision(request: HttpRequest, example: PracticeExample, form: ReviewForm) -> HttpResponse:
    """Carry out the editor's decision, unless the example has changed since they opened it."""
    decision = form.data.get("decision")
    is_published, is_over = decision in (PUBLISH_CHOICE, PUBLISH_OVER_CHOICE), decision == PUBLISH_OVER_CHOICE
    try:
        if read_version(request) != example.version:
            raise StepNotAllowed("It was changed after you opened it. Check it again.")
        if is_published:
            seen = {"page_version": read_version(request, "page_version"), "replaces_changes": is_over}
            workflow.publish(example, request.user, **seen)
        else:
            workflow.return_to_author(example, request.user, form.cleaned_data["reason"], form.comments)
    except StepNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("practice:review_example", example.slug)
    what = "published" if is_published else "returned to its author"
    messages.success(request, f"“{example.title}” is {what}. We have emailed the author.")
    return redirect("practice:review")
