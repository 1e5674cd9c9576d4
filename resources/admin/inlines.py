"""The links and files inside the form of a publication."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from resources.models import PublicationFile, PublicationLink

MAX_LINKS = 30
MAX_FILES = 100


class PartOfPublication(admin.StackedInline):
    """Rows of a publication. A user who may change it may change them; a formset knows only its own rows."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class LinkInline(PartOfPublication):
    """Further addresses. One empty row is shown, so that it works without JavaScript."""

    model = PublicationLink
    verbose_name = "further address"
    verbose_name_plural = "further addresses"
    fields = (("title", "url", "order"),)
    extra = 1
    max_num = MAX_LINKS
    validate_max = True


class FileInline(PartOfPublication):
    """Files of the publication: title, order, and a replacement that keeps the address."""

    model = PublicationFile
    verbose_name = "file"
    verbose_name_plural = "files that are there"
    fields = (("title", "file", "order"),)
    max_num = MAX_FILES
    validate_max = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: new files are added in a field above, several at once."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the files with the reason why search cannot see the words in them, if there is one."""
        return super().get_queryset(request).with_failures()  # type: ignore[attr-defined]
