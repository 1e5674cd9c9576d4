"""Pages to follow and unfollow things, and the list of what a member follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.addresses.query_strings import read_whole_number
from accounts.addresses.redirects import get_safe_next, redirect_back, split_address
from accounts.models import EmailFrequency, NotificationSettings
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from discussions.follows.button import get_button_context
from discussions.follows.follow import TooManyFollows, follow, follow_search, unfollow
from discussions.follows.followable import THING_KINDS_BY_SLUG, get_thing_name, make_followed_row
from discussions.follows.followed_searches import Search, read_search
from discussions.follows.forms import ChoicesForm, FollowForm, SearchForm
from discussions.models import Follow
from discussions.rate_limits import FOLLOW_RATE
from discussions.threads.permissions import Viewer
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import MAX_PAGE_NUMBER_DIGITS
from gateway.catalogue.views.browse import HtmxRequest

FOLLOWS_PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def follow_thing(request: HtmxRequest, kind: str, pk: int) -> HttpResponse:
    """Follow or unfollow a thing. If reached by a link, as after logging in, ask first."""
    chosen = THING_KINDS_BY_SLUG.get(kind)
    if chosen is None:
        raise Http404
    thing = get_object_or_404(chosen.visible_to(request.user), pk=pk)
    if request.method != "POST":
        is_followed = get_button_context(request, thing)["is_followed"]
        name = get_thing_name(thing, Viewer(request.user))
        context = {"thing": thing, "name": name, "kind": chosen, "is_followed": is_followed}
        return render(request, "discussions/follows/confirm-follow.html", context)
    if not is_allowed(request, "follow", FOLLOW_RATE):
        return too_many_requests(request)
    said = follow_or_unfollow(request, chosen.field, thing)
    if request.htmx:
        context = {"said": said, **get_button_context(request, thing), "next": request.POST.get("next", "")}
        return render(request, "discussions/follows/follow-button-update.html", context)
    messages.success(request, said)
    return redirect_back(request, thing.get_absolute_url())


def follow_or_unfollow(request: HttpRequest, field: str, thing: Model) -> str:
    """Follow a thing, or unfollow it if `follow` is empty, and return what to tell the visitor."""
    if not request.POST.get("follow"):
        unfollow(get_person(request), field, thing)
        return f"You no longer follow “{get_thing_name(thing, Viewer(request.user))}”."
    try:
        follow(get_person(request), field, thing)
    except TooManyFollows as error:
        return str(error)
    return f"You now follow “{get_thing_name(thing, Viewer(request.user))}”."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def follow_list(request: HttpRequest) -> HttpResponse:
    search = get_search_or_404(request)
    form = SearchForm(request.POST if request.method == "POST" else None, initial={"name": search.suggestion})
    if request.method == "POST" and not is_allowed(request, "follow", FOLLOW_RATE):
        return too_many_requests(request)
    if form.is_valid():
        try:
            follow_search(get_person(request), search, **form.cleaned_data)
        except TooManyFollows as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"You now follow “{form.cleaned_data['name']}”.")
            return redirect(search.url)
    return render(request, "discussions/follows/follow-search.html", {"form": form, "search": search})


def get_search_or_404(request: HttpRequest) -> Search:
    """Return the search in the address. Raise Http404 if its list cannot be followed."""
    search = read_search(request.GET.get("path", ""), request.GET, get_current_index())
    if search is None:
        raise Http404
    return search


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def following(request: HttpRequest) -> HttpResponse:
    chosen = NotificationSettings.for_user(get_person(request))
    form = ChoicesForm(request.POST if request.method == "POST" else None, instance=chosen)
    if form.is_valid():
        NotificationSettings.objects.update_or_create(user=get_person(request), defaults=form.cleaned_data)
        messages.success(request, "We have saved your changes.")
        return redirect("discussions:following")
    mine = Follow.objects.filter(user=get_person(request)).with_things()
    viewer = Viewer(request.user)
    page = Paginator(mine, FOLLOWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [make_followed_row(each, viewer) for each in page]
    context = {"form": form, "found": page, "rows": rows, "choices": EmailFrequency.choices}
    return render(request, "discussions/follows/what-you-follow.html", context)


@require_POST
@login_required
def follow_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how often the visitor is told of one thing, or unfollow it."""
    mine = get_object_or_404(Follow.objects.filter(user=get_person(request)), pk=pk)
    form = FollowForm(request.POST, instance=mine)
    if "stop" in request.POST:
        mine.delete()
        messages.success(request, "You have stopped following this.")
    elif form.is_valid():
        form.save()
        messages.success(request, "We have saved your changes.")
    return redirect(get_list_page_url(request, reverse("discussions:following")))


def get_list_page_url(request: HttpRequest, path: str) -> str:
    """Return the address of the page of the list from which a form was sent."""
    number = QueryDict(split_address(get_safe_next(request)).query).get("page", "")
    return path if read_whole_number(number, MAX_PAGE_NUMBER_DIGITS) is None else f"{path}?page={number}"
