"""`manage.py forget_decided_texts`: remove old texts from the log of decisions and from reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from discussions.models import ModerationDecision, Report

DECIDED_TEXT_KEPT_PERIOD = timedelta(days=365)
"""Decisions stay in the log after this period, without the text that they were about."""


class Command(BaseCommand):
    """Blank the texts of decisions and handled reports that are a year old."""

    help = "Blanks the texts of decisions and of handled reports that are more than a year old."

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - DECIDED_TEXT_KEPT_PERIOD
        blanked = ModerationDecision.objects.filter(at__lt=before).exclude(text="").update(text="")
        old = Report.objects.filter(handled_at__lt=before).exclude(Q(text="") & Q(words="") & Q(email=""))
        cleared = old.update(text="", words="", email="")
        self.stdout.write(f"{blanked} decisions and {cleared} reports no longer have a text.")
