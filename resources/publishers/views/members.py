from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.auth.reauthentication import fresh_log_in_required
from accounts.auth.second_factor import second_factor_required
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from resources.models import Membership, Publisher, Role
from resources.publishers import invitations
from resources.publishers import members as acts
from resources.publishers.forms import InvitationForm, RoleForm
from resources.publishers.views.page_context import build_member_page

LAST_OWNER_MESSAGE = "A publisher needs an owner. Make someone else an owner first."
INVITATION_RATE = "30/h/user"


@never_cache
@login_required
@second_factor_required
@fresh_log_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """List the members and invitations of a publisher. Owners can invite from here."""
    publisher = get_object_or_404(Publisher.objects.known_to(request.user), slug=slug)
    manages = Publisher.objects.managed_by(request.user).filter(pk=publisher.pk).exists()
    form = InvitationForm(request.POST or None, publisher=publisher)
    if request.method == "POST":
        if not manages:
            raise Http404
        if form.is_valid():
            return invite(request, publisher, form.cleaned_data["email"], form.cleaned_data["role"])
    context = {
        "page": build_member_page(
            request, publisher, f"People at {publisher.name}", crumb="People", wrong=bool(form.errors)
        ),
        "publisher": publisher,
        "members": publisher.memberships.select_related("user"),
        "manages": manages,
        "is_member": Publisher.objects.for_user(request.user).filter(pk=publisher.pk).exists(),
        "invitations": publisher.invitations.select_related("invited_by") if manages else (),
        "form": form,
    }
    return render(request, "resources/publishers/people.html", context)


def invite(request: HttpRequest, publisher: Publisher, email: str, role: str) -> HttpResponse:
    """Send an invitation, first or again. The response does not reveal whether the address has an account."""
    if not is_allowed(request, "invite_to_publisher", INVITATION_RATE):
        return too_many_requests(request)
    try:
        invitations.invite(publisher, email, role, by=request.user)
    except acts.NoLongerAllowed as error:
        raise Http404 from error
    messages.success(request, f"We have sent an invitation to {email}. The link in it works for 7 days.")
    return redirect("resources:people", publisher.slug)


@never_cache
@login_required
@second_factor_required
@fresh_log_in_required
@require_POST
def invitation_action(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Send an invitation again with a new link, or revoke it."""
    publisher = get_object_or_404(Publisher.objects.managed_by(request.user), slug=slug)
    invitation = get_object_or_404(publisher.invitations, pk=pk)
    if action == "resend":
        return invite(request, publisher, invitation.email, invitation.role)
    try:
        invitations.revoke(invitation, by=request.user)
    except acts.NoLongerAllowed:
        messages.warning(request, "The invitation has just been accepted or cancelled.")
    else:
        messages.success(request, f"The invitation to {invitation.email} no longer works.")
    return redirect("resources:people", slug)


@never_cache
@login_required
@second_factor_required
@fresh_log_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one member, and change their role."""
    publisher = get_object_or_404(Publisher.objects.managed_by(request.user), slug=slug)
    membership = get_object_or_404(publisher.memberships.select_related("user"), pk=pk)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if form.is_valid() and change_role(request, membership, form):
        messages.success(request, f"{membership.user} is now {Role(form.cleaned_data['role']).label.lower()}.")
        return redirect("resources:people", publisher.slug)
    title = f"{membership.user} at {publisher.name}"
    context = {
        "page": build_member_page(request, publisher, title, crumb=str(membership.user), wrong=bool(form.errors)),
        "publisher": publisher,
        "membership": membership,
        "form": form,
    }
    return render(request, "resources/publishers/edit-member.html", context)


def change_role(request: HttpRequest, membership: Membership, form: RoleForm) -> bool:
    """Change the role, or add an error to the form and return False."""
    try:
        acts.change_role(membership, form.cleaned_data["role"], by=request.user)
    except acts.LastOwner:
        form.add_error("role", LAST_OWNER_MESSAGE)
        return False
    except acts.NoLongerAllowed as error:
        raise Http404 from error
    return True


@never_cache
@login_required
@second_factor_required
@fresh_log_in_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    publisher = get_object_or_404(Publisher.objects.managed_by(request.user), slug=slug)
    membership = get_object_or_404(publisher.memberships.select_related("user"), pk=pk)
    try:
        acts.remove(membership, by=request.user)
    except acts.LastOwner:
        messages.error(request, LAST_OWNER_MESSAGE)
        return redirect("resources:member", slug, pk)
    except acts.NoLongerAllowed as error:
        raise Http404 from error
    messages.success(request, f"{membership.user} no longer belongs to {publisher.name}.")
    return redirect("resources:people", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    publisher = get_object_or_404(Publisher.objects.for_user(request.user), slug=slug)
    if request.method == "POST":
        try:
            acts.leave(get_object_or_404(publisher.memberships, user_id=request.user.pk))
        except acts.LastOwner:
            messages.error(request, LAST_OWNER_MESSAGE)
            return redirect("resources:people", slug)
        except acts.NoLongerAllowed as error:
            raise Http404 from error
        messages.success(request, f"You no longer belong to {publisher.name}.")
        return redirect("home")
    context = {"page": build_member_page(request, publisher, f"Leave {publisher.name}"), "publisher": publisher}
    return render(request, "resources/publishers/leave-publisher.html", context)
