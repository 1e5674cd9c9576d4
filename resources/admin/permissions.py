"""Object-level permissions for publications in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from gateway.catalogue.models import Status
from resources.models import Publication
from resources.publications.workflow import Right, get_right, has_been_public, may_change

UNPUBLISHED_STATUSES = (Status.DRAFT, Status.RETURNED)
ALLOWED_LOOKUPS = frozenset({"status__exact", "kind", "due"})
MAX_KEY_DIGITS = 18
"""Every database can look up a primary key of this length."""


def is_editor(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_editor", False))


class OwnedPublications(admin.ModelAdmin):
    """The object-level rules. Every view of Django's admin goes through one of these methods."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Return the publications that the user may edit. The others do not exist here."""
        return Publication.objects.editable_by(request.user).order_by(*self.get_ordering(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Publication:
        """Return one of them, or raise Http404 where Django would redirect to the admin's front page."""
        found = super().get_object(request, object_id, from_field) if len(object_id) <= MAX_KEY_DIGITS else None
        if found is None:
            raise Http404
        return found

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Allow only the lookups of the filters, because a lookup through a relation would reveal what is behind it."""
        return lookup in ALLOWED_LOOKUPS

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Allow only the primary key."""
        return to_field == self.opts.pk.name

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or self.get_right(request, obj).edit)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the user may change the publication in its present status."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(self.get_right(request, obj), obj.status))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the user may delete it: only a draft that was never public. What was public is archived."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return self.get_right(request, obj).edit and obj.status in UNPUBLISHED_STATUSES and not has_been_public(obj)

    def get_right(self, request: HttpRequest, publication: Publication) -> Right:
        """Return what the user may do with the publication. It is queried once a request."""
        known = request.__dict__.setdefault("_rights", {})
        if publication.pk not in known:
            known[publication.pk] = get_right(request.user, publication)
        return known[publication.pk]
