"""The admin at /manage/, and who may enter it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, site
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.addresses.redirects import safe_next
from discussions.moderation.dashboard_comments import waiting_for_editors as waiting_discussions
from gateway.catalogue.dashboard import Waiting
from practice.dashboard_practice import waiting_for_editors as waiting_practice
from resources.backends import has_publisher
from resources.dashboard_publications import waiting_for_editors as waiting_resources

OUR_APPS = frozenset({"accounts", "catalogue", "resources", "practice", "discussions"})
"""Apps whose tables are managed here. Other packages' own admins show secrets: of second factors, log-ins and tasks."""


class ManageSite(AdminSite):
    """Django's admin for editors and for the people of publishers."""

    site_header = site_title = "SEND Gateway"
    index_title = "Manage the Gateway"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may enter: staff, and whoever belongs to a publisher for as long as they do.

        The one place that says so. Nobody is made staff for joining a publisher, so nobody stays it after leaving.
        """
        user = request.user
        return user.is_active and (user.is_staff or has_publisher(user))

    def get_urls(self) -> list[Any]:
        """Django's own addresses, but for the one that leads from any row's number to its page on the site.

        That one asks nobody's permission: it would tell the title of a stranger's draft.
        """
        ours = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(not_here), name="view_on_site")
        return [ours, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page; for editors it begins with what needs a decision."""
        waits = {"waiting": what_waits(), "decides": True} if getattr(request.user, "is_editor", False) else {}
        return super().index(request, {**waits, **(extra_context or {})})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register what is managed here: tables of our own apps, whatever admins other packages bring."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([each for each in models if each._meta.app_label in OUR_APPS], admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A view of the admin. The pages of a model are not there for people who have nothing to do with it.

        Django answers 403 or 302 by whether a row exists, and a package's own page may ask nothing at all
        (taggit's page to merge tags does not).
        """
        owner = getattr(view, "__self__", None)
        return super().admin_view(
            only_for_its_people(view, owner) if isinstance(owner, ModelAdmin) else view, cacheable
        )

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Leads to the site's own page, with its limits."""
        return redirect("account_change_password")

    password_change_done = password_change

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends visitors to the site's own log-in, with its limits and second factor; refuses everybody else."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(safe_next(request) or reverse("admin:index"), reverse("account_login"))


def only_for_its_people(view: Any, model_admin: ModelAdmin) -> Any:
    """The view, for those who may see, change or add rows of its model; for others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(model_admin.get_model_perms(request).values()):
            raise Http404
        request.GET = without_empty_field(request.GET)
        request.POST = without_empty_field(request.POST)
        return view(request, *args, **kwargs)

    return guarded


def without_empty_field(data: QueryDict) -> Any:
    """Return what was sent without an empty `_to_field`, which Django takes for the name of a column."""
    if data.get(TO_FIELD_VAR, "no") != "":
        return data
    copy = data.copy()
    del copy[TO_FIELD_VAR]
    copy._mutable = False
    return copy


def what_waits() -> list[Waiting]:
    """What needs an editor's decision, the longest first; nothing of which none waits."""
    found = (each for each in (*waiting_discussions(), *waiting_practice(), *waiting_resources()) if each.number)
    return sorted(found, key=lambda each: each.since or timezone.now())


def not_here(request: HttpRequest, **row: str) -> HttpResponse:
    """No row is found this way."""
    raise Http404


def context(request: HttpRequest) -> dict[str, Any]:
    """Whether to show the way to the admin, for templates; worked out only where one asks.

    A request that was refused at once, such as one for another host, has no user.
    """
    return {"may_manage": SimpleLazyObject(lambda: hasattr(request, "user") and site.has_permission(request))}
