"""What stands inside the form of a publication: its links and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from resources.models import PublicationFile, PublicationLink

MAX_LINKS = 30
MAX_FILES = 100


class PartOfPublication(admin.StackedInline):
    """Rows of a publication: whoever may change it may change them. The formset knows no rows but its own."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The publication's own form decides."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The publication's own form decides."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The publication's own form decides."""
        return True


class LinkInline(PartOfPublication):
    """Further addresses; one empty row is there without a script."""

    model = PublicationLink
    verbose_name = "further address"
    verbose_name_plural = "further addresses"
    fields = (("title", "url", "order"),)
    extra = 1
    max_num = MAX_LINKS
    validate_max = True


class FileInline(PartOfPublication):
    """The files that it has: their titles, their order, and a new file in place of one, at the same address."""

    model = PublicationFile
    verbose_name = "file"
    verbose_name_plural = "files that are there"
    fields = (("title", "file", "order"),)
    max_num = MAX_FILES
    validate_max = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """New files are added above, several at once."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Files with why search does not see the words in them, if it does not."""
        return super().get_queryset(request).with_failures()  # type: ignore[attr-defined]
