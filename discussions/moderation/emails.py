"""E-mails about decisions: to the member concerned, with the reason and how to appeal, and to those who reported.

They wait in the outbox from the transaction of the decision. None says who reported or which editor decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from accounts.models import User
from discussions.models import ADVERSE_ACTS, UNNOTIFIED_ACTS, Act, Appeal, ModerationDecision


def email_member(member: User, decisions: Sequence[ModerationDecision]) -> None:
    """Send one message about all that was decided about a member at once."""
    announced = [each for each in decisions if each.act not in UNNOTIFIED_ACTS]
    if not (announced and member.is_active):
        return
    context = {
        "decisions": [(each, get_decision_url(each)) for each in announced],
        "first": announced[0],
        "reason": announced[0].reason,
        "text": announced[0].text,
        "is_against": any(each.act in ADVERSE_ACTS for each in announced),
        "comment": announced[0].comment,
        "place": build_absolute_url(announced[0].comment.get_absolute_url()) if announced[0].comment else "",
        "rules": build_absolute_url(reverse("community_rules")),
    }
    send_message(member.email, "discussions/mail/decision.txt", context)


def get_decision_url(decision: ModerationDecision) -> str:
    return build_absolute_url(decision.get_absolute_url())


def email_reporters(reports: Sequence[Any], decisions: Sequence[ModerationDecision]) -> None:
    """Tell those who reported the outcome, visitors only if they gave an address."""
    acted = any(each.act in ADVERSE_ACTS for each in decisions)
    hidden = any(each.act == Act.HIDE for each in decisions)
    rules = build_absolute_url(reverse("community_rules"))
    addresses = {get_reporter_email(report): report for report in reports}
    for email, report in addresses.items():
        if email:
            at = getattr(report, "created_at", None) or report.reported_at
            context = {"at": at, "acted": acted, "hidden": hidden, "rules": rules}
            send_message(email, "discussions/mail/report-outcome.txt", context)


def get_reporter_email(report: Any) -> str:
    """Return the address for the outcome of a report, or ""."""
    if report.by is not None:
        return report.by.email if report.by.is_active else ""
    return getattr(report, "email", "")


def email_appellant(appeal: Appeal, answer: ModerationDecision) -> None:
    if appeal.by.is_active:
        context = {"appeal": appeal, "answer": answer, "address": get_decision_url(appeal.decision)}
        context["is_kept"] = answer.act == Act.UPHOLD
        send_message(appeal.by.email, "discussions/mail/appeal-outcome.txt", context)
