"""Pages where members say where they work, confirm it, confirm colleagues and leave."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.addresses.redirects import add_next, get_safe_next, redirect_back
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from gateway.catalogue.views.page import Page
from practice.forms.my_schools import AddSchoolForm, RoleForm, SearchForm, WorkEmailForm
from practice.models import School, SchoolMembership
from practice.schools import memberships as schools_memberships

MAX_SUGGESTIONS = 8
MAX_RESULTS = 20
SECONDS_PER_MINUTE = 60
require_page = require_http_methods(["GET", "HEAD", "POST"])


def build_page(request: HttpRequest, title: str, *, inside: bool = True) -> Page:
    trail = [("Your account", reverse("account"))]
    if inside:
        trail.append(("Where you work", reverse("practice:my_schools")))
    return Page(request, title, "Tell us which school or setting you work at.", "account", trail=trail, noindex=True)


@never_cache
@login_required
@require_GET
def my_schools(request: HttpRequest) -> HttpResponse:
    memberships = SchoolMembership.objects.for_user(request.user).current().select_related("school")
    colleagues = SchoolMembership.objects.decidable_by(request.user)
    mine = [membership.school_id for membership in memberships]
    context = {
        "page": build_page(request, "Where you work", inside=False),
        "memberships": memberships,
        "colleagues": colleagues.filter(school_id__in=mine).select_related("user", "school"),
    }
    return render(request, "practice/my-schools.html", context)


@cache_control(private=True, max_age=5 * SECONDS_PER_MINUTE)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """List the schools that match what the visitor is typing. One query for every visitor."""
    text = request.GET.get("q", "")[:200].replace("\0", "")
    found = list(School.objects.suggested(text)[: MAX_SUGGESTIONS + 1])
    context = {"schools": found[:MAX_SUGGESTIONS], "has_more": len(found) > MAX_SUGGESTIONS, "text": text.strip()}
    return render(request, "practice/school-suggestions.html", context)


@never_cache
@login_required
@require_GET
def find_school(request: HttpRequest) -> HttpResponse:
    """Search for a school, or continue with the one that was chosen."""
    if urn := request.GET.get("urn", ""):
        chosen = School.objects.visible_to(request.user).filter(urn=urn if urn.isalnum() else "")
        return redirect_to_page(request, "practice:join", get_object_or_404(chosen).urn)
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = list(School.objects.suggested(text)[: MAX_RESULTS + 1])
    context = {
        "page": build_page(request, "Find your school"),
        "form": form,
        "text": text,
        "schools": found[:MAX_RESULTS],
        "has_more": len(found) > MAX_RESULTS,
        "next": get_safe_next(request),
    }
    return render(request, "practice/find-school.html", context)


@never_cache
@login_required
@require_page
def join(request: HttpRequest, urn: str) -> HttpResponse:
    """Ask for the visitor's role and record that they work at this school."""
    school = get_object_or_404(School.objects.visible_to(request.user), urn=urn)
    form = RoleForm(request.POST or None, initial={"role": get_person(request).get_role_display()})
    if request.method == "POST" and not is_allowed(request, "join_school", "10/h/user"):
        return too_many_requests(request)
    if form.is_valid() and school.status != School.Status.CLOSED:
        schools_memberships.request_membership(request.user, school, form.cleaned_data["role"])
        return redirect_to_page(request, "practice:send_link", school.urn)
    page = build_page(request, f"Do you work at {school}?")
    context = {"page": page, "school": school, "form": form, "next": get_safe_next(request)}
    return render(request, "practice/join-school.html", context)


@never_cache
@login_required
@require_page
def add_school(request: HttpRequest) -> HttpResponse:
    """Add a school or setting that is not in our list, for an editor to check."""
    form = AddSchoolForm(request.POST or None, initial={"role": get_person(request).get_role_display()})
    if request.method == "POST" and not is_allowed(request, "add_school", "5/d/user"):
        return too_many_requests(request)
    if form.is_valid():
        store_school(request, form)
        messages.success(request, "Thank you. An editor will check it and confirm that you work there.")
        return redirect_back(request, "practice:my_schools")
    context = {"page": build_page(request, "Add your school"), "form": form, "next": get_safe_next(request)}
    return render(request, "practice/add-school.html", context)


@transaction.atomic
def store_school(request: HttpRequest, form: AddSchoolForm) -> None:
    """Store the school, once however often the form is sent, and the visitor's membership of it."""
    added = School.objects.filter(added_by_id=request.user.pk, is_checked=False)
    school = added.filter(name=form.cleaned_data["name"], postcode=form.cleaned_data["postcode"]).first()
    if school is None:
        form.instance.added_by_id, form.instance.is_checked = request.user.pk, False
        school = form.save()
    schools_memberships.request_membership(request.user, school, form.cleaned_data["role"])


@never_cache
@login_required
@require_page
def send_link(request: HttpRequest, urn: str) -> HttpResponse:
    """Send a link to the visitor's address at the school, or say how else they can be confirmed."""
    waiting = SchoolMembership.objects.for_user(request.user).waiting().select_related("school")
    membership = waiting.filter(school__urn=urn).first()
    if membership is None:
        return redirect_back(request, "practice:my_schools")
    form = WorkEmailForm(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["work_email"]
        if not may_send(request, address):
            return too_many_requests(request)
        schools_memberships.send_link(membership, address)
        messages.success(request, f"We have sent a link to {address}. Open it within 3 days.")
        return redirect_back(request, "practice:my_schools")
    context = {
        "page": build_page(request, "Confirm that you work there"),
        "school": membership.school,
        "form": form,
        "has_colleagues": membership.school.memberships.confirmed().exists(),
        "next": get_safe_next(request),
    }
    return render(request, "practice/work-email-link.html", context)


def may_send(request: HttpRequest, address: str) -> bool:
    """Return whether another link may be sent, under the limits per member and per address."""
    return is_allowed(request, "school_link", "5/h/user") and is_allowed(
        request, "school_link_to", "3/d/key", address.lower()
    )


@never_cache
@login_required
@require_page
def open_link(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the button that uses up an e-mailed link, so that programs that open links do not use it up."""
    links = SchoolMembership.objects.with_link(request.user, key).select_related("school", "user")
    membership = links.first()
    if membership is None:
        return render(
            request,
            "practice/work-email-link-expired.html",
            {"page": build_page(request, "This link has expired")},
            status=404,
        )
    if request.method == "POST":
        return confirm_link(request, membership)
    context = {"page": build_page(request, "Confirm your email address"), "membership": membership}
    return render(request, "practice/confirm-work-email.html", context)


def confirm_link(request: HttpRequest, membership: SchoolMembership) -> HttpResponse:
    """Use up a link and report the result."""
    try:
        is_confirmed = schools_memberships.follow_link(membership)
    except schools_memberships.DecidedBefore:
        is_confirmed = False
    if is_confirmed:
        messages.success(request, f"We have confirmed that you work at {membership.school}.")
    else:
        messages.success(request, "Thank you. We have saved your address. A colleague or an editor will confirm you.")
    return redirect("practice:my_schools")


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Confirm or refuse a colleague."""
    waiting = SchoolMembership.objects.decidable_by(request.user)
    membership = get_object_or_404(waiting.select_related("user", "school"), reference=reference)
    is_known = request.POST.get("decision") == "confirm"
    act: Any = schools_memberships.confirm if is_known else schools_memberships.refuse
    try:
        act(membership, by=request.user)
    except schools_memberships.DecidedBefore:
        messages.info(request, "Someone else has already decided this.")
    else:
        done = "You have confirmed that" if is_known else "You have told us that you do not know whether"
        messages.success(request, f"{done} {membership.user.public_name} works at {membership.school}.")
    return redirect("practice:my_schools")


def redirect_to_page(request: HttpRequest, name: str, urn: str) -> HttpResponse:
    """Redirect to the next page about a school, passing on where the visitor came from."""
    return redirect(add_next(reverse(name, args=[urn]), get_safe_next(request)))


@never_cache
@login_required
@require_page
def leave(request: HttpRequest, urn: str) -> HttpResponse:
    current = SchoolMembership.objects.for_user(request.user).current().select_related("school")
    membership = get_object_or_404(current, school__urn=urn)
    if request.method == "POST":
        schools_memberships.leave(membership)
        messages.success(request, f"You have left {membership.school}.")
        return redirect("practice:my_schools")
    context = {"page": build_page(request, f"Leave {membership.school}?"), "membership": membership}
    return render(request, "practice/leave-school.html", context)
