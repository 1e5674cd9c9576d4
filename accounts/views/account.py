"""The account page, the download of a user's data, account deletion and the end of other sessions."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import account_sections
from accounts.forms import DELETE_CHOICE, DeleteAccountForm, ProfileForm
from accounts.models import User
from accounts.privacy.data_export import export_data
from accounts.privacy.deletion import AccountStillNeeded, delete_account


def get_person(request: HttpRequest) -> User:
    """Return the logged-in user, for views that only logged-in users reach."""
    return cast(User, request.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person_page(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=get_person(request).pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, "We have saved your changes. Other people can see them now.")
        return redirect("account")
    context: dict[str, Any] = {
        "form": form,
        "person": get_person(request),
        "sections": account_sections.get_sections(get_person(request)),
        "has_second_factor": is_mfa_enabled(get_person(request)),
        "has_providers": bool(get_adapter().list_providers(request)),
    }
    return render(request, "accounts/your-account.html", context)


@never_cache
@require_safe
@reauthentication_required
def download(request: HttpRequest) -> HttpResponse:
    """Show what the file holds and a button; with `begin`, start the download and say so."""
    return render(request, "accounts/download-data.html", {"has_begun": "begin" in request.GET})


@never_cache
@require_safe
@reauthentication_required
def download_file(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(export_data(get_person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"send-gateway-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the visitor's account once they have said how and confirmed it."""
    person = get_person(request)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(AccountStillNeeded):
            delete_account(person, with_content=form.cleaned_data["shared"] == DELETE_CHOICE)
            logout(request)
            messages.success(request, "We have deleted your account. Thank you for being part of the Gateway.")
            return redirect("home")
    return render(
        request,
        "accounts/delete-account.html",
        {"form": form, "reasons": account_sections.get_deletion_obstacles(person)},
    )


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, "You have logged out that device.")
    return redirect("usersessions_list")
