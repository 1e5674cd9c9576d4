"""`manage.py forget_deleted`: delete the texts of comments that were deleted a month ago. Run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from discussions.comments.edits import delete_old_texts


class Command(BaseCommand):
    help = "Deletes the texts of comments 30 days after their authors deleted the comments."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Texts deleted: {delete_old_texts()}.")
