from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from gateway.catalogue.models.item import Item


class SavedItem(models.Model):
    """An item that a user saved for later.

    It is shown only to that user, and deleted with the user or the item.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_items")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-saved_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "item"], name="saved_item_once_a_person"),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @classmethod
    def keep(cls, user: Any, item: Item) -> None:
        """Save an item for a user; saving it again changes nothing."""
        SavedItem.objects.bulk_create([SavedItem(user=user, item_id=item.pk)], ignore_conflicts=True)

    @staticmethod
    def saved_by(user: Any) -> Exists:
        """Return an expression for whether the user saved an item, to annotate items with.

        It is false for a visitor who is not logged in.
        """
        kept = SavedItem.objects.filter(user=user) if user.is_authenticated else SavedItem.objects.none()
        return Exists(kept.filter(item=OuterRef("pk")))
