from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.auth.second_factor import second_factor_required
from resources.models import Publisher
from resources.publishers.forms import ProfileForm
from resources.publishers.views.page_context import build_member_page

ALREADY_CHANGED_MESSAGE = (
    "Someone else has changed this page since you opened it. What you wrote is still below. "
    "Compare it with what the page says now, then save again."
)


@never_cache
@login_required
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show and save the form of a publisher's name, website and description, for its owners."""
    publisher = get_object_or_404(Publisher.objects.managed_by(request.user), slug=slug)
    form = ProfileForm(request.POST or None, instance=get_object_or_404(Publisher, pk=publisher.pk))
    now = None
    if form.is_valid():
        if form.save_unless_changed(request.user):
            messages.success(request, "You have changed your publisher’s page.")
            return redirect("resources:people" if publisher.is_suspended else "resources:publisher", publisher.slug)
        form.set_opened_version(publisher.version)
        form.add_error(None, ALREADY_CHANGED_MESSAGE)
        now = publisher
    context = {
        "page": build_member_page(request, publisher, f"Change the page of {publisher.name}", wrong=bool(form.errors)),
        "publisher": publisher,
        "form": form,
        "now": now,
    }
    return render(request, "resources/publishers/edit-profile.html", context)
