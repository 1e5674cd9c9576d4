"""The admin at /manage/, and who may enter it."""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin, site
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import CharField, DateTimeField, JSONField, TextField
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.addresses.redirects import get_safe_next
from discussions.moderation.dashboard_comments import list_waiting as waiting_discussions
from gateway.catalogue.dashboard import Waiting
from practice.dashboard_practice import list_waiting as waiting_practice
from resources.backends import has_publisher
from resources.dashboard_publications import list_waiting as waiting_resources

LIST_FILTER_LOOKUPS = {"exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"}
"""The lookups in the links of Django's list filters and date hierarchies."""
LARGE_NUMBER_PATTERN = re.compile(r"\d{19}")
YEAR_PATTERN = re.compile(r"[1-9]\d{0,3}")


class ManageSite(AdminSite):
    """Django's admin, for editors and for members of publishers."""

    site_header = site_title = "SEND Gateway"
    index_title = "Manage the Gateway"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Return True for staff, and for members of a publisher for as long as they are members.

        Nothing else decides this. Nobody becomes staff by joining a publisher, so nobody remains staff after leaving.
        """
        user = request.user
        return user.is_active and (user.is_staff or has_publisher(user))

    def get_urls(self) -> list[Any]:
        """Return Django's own URLs, except the one that leads from any row's key to its page on the site.

        That one checks no permission: it would reveal the title of a stranger's draft.
        """
        ours = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(raise_404), name="view_on_site")
        return [ours, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the front page, which for editors begins with what needs a decision."""
        waits = {"waiting": list_waiting(), "decides": True} if getattr(request.user, "is_editor", False) else {}
        return super().index(request, {**waits, **(extra_context or {})})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register the models of our own apps only: the admins of other packages show secrets and tasks."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register(
            [each for each in models if each._meta.app_label in settings.OUR_APP_LABELS], admin_class, **options
        )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return a view of the admin; the pages of a model do not exist for users without a permission on it.

        Django answers 403 or 302 depending on whether a row exists, and a package's own page may check nothing at all
        (taggit's page to merge tags does not).
        """
        owner = getattr(view, "__self__", None)
        return super().admin_view(
            require_model_permission(view, owner) if isinstance(owner, ModelAdmin) else view, cacheable
        )

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Redirect to the site's own page, which has rate limits."""
        return redirect("account_change_password")

    password_change_done = password_change

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect visitors to the site's own log-in, with its limits and second factor; refuse all others."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(get_safe_next(request) or reverse("admin:index"), reverse("account_login"))


def require_model_permission(view: Any, model_admin: ModelAdmin) -> Any:
    """Return the view for users with a permission on its model; others get a 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(model_admin.get_model_perms(request).values()):
            raise Http404
        if view.__name__ == "changelist_view":
            check_lookups(request.GET)
        request.GET = drop_empty_to_field(request.GET)
        request.POST = drop_empty_to_field(request.POST)
        return view(request, *args, **kwargs)

    return guarded


def check_lookups(data: QueryDict) -> None:
    """Raise BadRequest for what the database cannot compare.

    The admin filters a list by any lookup that its address names. Django answers most mistakes with a notice, but a
    null character, a number beyond a column's size, a wrong regular expression or range is an error of the database.
    """
    for name, values in data.lists():
        lookup = name.rpartition("__")[2]
        if lookup != name and lookup not in LIST_FILTER_LOOKUPS and is_any_lookup(lookup):
            raise BadRequest("A list cannot be filtered in this way.")
        if any("\0" in text for text in (name, *values)):
            raise BadRequest("A null character in the address.")
        if name not in (SEARCH_VAR, PAGE_VAR) and any(LARGE_NUMBER_PATTERN.search(text) for text in values):
            raise BadRequest("A number in the address is too large.")
        if lookup != name and lookup == "year" and not all(YEAR_PATTERN.fullmatch(text) for text in values):
            raise BadRequest("There is no such year.")


def is_any_lookup(name: str) -> bool:
    """Return whether a lookup or transform of any type of field has this name."""
    return any(name in field().get_lookups() for field in (CharField, TextField, DateTimeField, JSONField))


def drop_empty_to_field(data: QueryDict) -> Any:
    """Return the data without an empty `_to_field`, which Django takes for the name of a column."""
    if data.get(TO_FIELD_VAR, "no") != "":
        return data
    copy = data.copy()
    del copy[TO_FIELD_VAR]
    copy._mutable = False
    return copy


def list_waiting() -> list[Waiting]:
    """Return what needs an editor's decision, the longest waiting first, without kinds of which none waits."""
    found = (each for each in (*waiting_discussions(), *waiting_practice(), *waiting_resources()) if each.number)
    return sorted(found, key=lambda each: each.since or timezone.now())


def raise_404(request: HttpRequest, **row: str) -> HttpResponse:
    raise Http404


def context(request: HttpRequest) -> dict[str, Any]:
    """Return whether to link to the admin, for templates; it is computed only where one asks.

    A request that was refused at once, such as one for another host, has no user.
    """
    return {"may_manage": SimpleLazyObject(lambda: hasattr(request, "user") and site.has_permission(request))}
