"""What must be seen by an editor before others read it, and what is not taken at all.

Two sorts of people: those whom somebody knows (editors, confirmed people of a school, people of a publisher), and
newcomers. docs/decisions/0804 says who waits and why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from accounts.addresses.redirects import site_of
from accounts.models import User
from discussions.models import ADVERSE_ACTS, FAVOURABLE_ACTS, Act, Contribution, LinkRule, ModerationDecision, WordRule
from practice.models import SchoolMembership
from practice.safeguarding import Finding, findings
from resources.models import Membership

MIN_SETTLED_AGE = timedelta(days=1)
"""So old an account must be, beside one post that an editor has approved, before posts no longer wait."""
MIN_AGE_FOR_LINKS = timedelta(days=7)
MIN_POSTS_FOR_LINKS = 3
"""So old, and with so many posts, a member must be whose links, and quick forms, no longer wait."""

LINK_PATTERN = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>()\[\]\"']+"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|net|uk|io|co|info|biz|eu|me|ly|edu|gov|shop|site|online|xyz)\b[^\s<>()\[\]\"']*",
    re.IGNORECASE,
)

MEMBER_NAME_PATTERN = re.compile(r"(?<!\w)@[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?|^> .{1,80} wrote:$", re.MULTILINE)
"""Names of members as posts write them."""


@dataclass(frozen=True)
class Standing:
    """How well a member is known."""

    is_known: bool
    is_settled: bool
    is_of_long_standing: bool


@dataclass(frozen=True)
class Screening:
    """What screening a text has found: why it is not taken, for its writer; why it waits, for the editors."""

    refusals: list[str]
    reasons: list[str]


def screen(author: Any, text: str, suspicions: Sequence[str] = ()) -> Screening:
    """Looks through a new or changed text. At most three queries.

    `suspicions` are what the form gave away (`discussions.moderation.spam`); they count for newcomers alone.
    """
    standing, words, sites = standing_of(author), word_rules(text), link_rules(text)
    reasons = [f"On the word list: {rule.words}" for rule in words if rule.action == WordRule.Action.HOLD]
    reasons += of_links(text, sites, standing)
    reasons += [f"May identify someone: {found.words} may be {found.what}" for found in pointers(text)]
    if not standing.is_of_long_standing:
        reasons += suspicions
    if not standing.is_settled:
        reasons.append("A new member’s first posts")
    return Screening(refused(words, sites), reasons)


def refused(words: Sequence[WordRule], sites: Sequence[LinkRule]) -> list[str]:
    """Why a text that meets these rules is not taken, in sentences for its writer."""
    return [
        *(
            f"We do not accept posts with “{rule.words}”. Use different words."
            for rule in words
            if rule.action == WordRule.Action.REFUSE
        ),
        *(
            f"We do not accept posts that link to {rule.host}. Remove the link."
            for rule in sites
            if rule.action == LinkRule.Action.REFUSE
        ),
    ]


def pointers(text: str) -> list[Finding]:
    """What in a text might give a pupil or a family away: shown to the writer before it is posted.

    Members who are called by an @, or quoted by name, are no pupils.
    """
    return findings(MEMBER_NAME_PATTERN.sub(" ", text))


def still_to_look_at(text: str, looked: str) -> list[Finding]:
    """The pointers of a text that its writer has not been shown yet; `looked` is what their form says they have."""
    return [] if looked == mark_of(text) else pointers(text)


def mark_of(text: str) -> str:
    """What a form keeps to say that its writer was shown the pointers of this very text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def standing_of(author: Any) -> Standing:
    """How well a member is known. One query, and none for an editor."""
    if author.is_editor:
        return Standing(is_known=True, is_settled=True, is_of_long_standing=True)
    belongs: Any = Exists(SchoolMembership.objects.confirmed().filter(user=OuterRef("pk"))) | Exists(
        Membership.objects.filter(user=OuterRef("pk"))
    )
    posts = Contribution.objects.filter(user=OuterRef("pk")).values("comment_count")[:1]
    found = User.objects.filter(pk=author.pk).values_list(
        belongs, Subquery(last_decision_about(OuterRef("pk"))), Subquery(posts)
    )
    return standing(*found[0], age=timezone.now() - author.date_joined)


def standing(belongs: bool, last_act: str | None, posts: int | None, *, age: timedelta) -> Standing:
    """How well a member is known who belongs somewhere, was last decided about, and has written so much so long."""
    is_known = belongs and last_act not in ADVERSE_ACTS
    is_settled = is_known or (last_act in FAVOURABLE_ACTS and age >= MIN_SETTLED_AGE)
    is_of_long_standing = is_known or (is_settled and age >= MIN_AGE_FOR_LINKS and (posts or 0) >= MIN_POSTS_FOR_LINKS)
    return Standing(is_known, is_settled, is_of_long_standing)


def last_decision_about(person: Any) -> Any:
    """What editors last decided for or against somebody; that they left a reported post as it is says nothing."""
    telling = ModerationDecision.objects.filter(member=person).exclude(act__in=(Act.KEEP, Act.UPHOLD))
    return telling.order_by(F("at").desc(), F("pk").desc()).values("act")[:1]


def of_links(text: str, sites: Sequence[LinkRule], standing: Standing) -> list[str]:
    """The links that keep a text waiting: by a rule, or because its writer is new."""
    reasons = [f"Link rule: {rule.host}" for rule in sites if rule.action == LinkRule.Action.HOLD]
    fine = [rule.host for rule in sites if rule.action == LinkRule.Action.ALLOW]
    unknown = [host for host in hosts_in(text) if not any(is_beneath(host, each) for each in fine)]
    if unknown and not standing.is_of_long_standing:
        reasons.append(f"A link from a new member: {', '.join(unknown)}")
    return reasons


def word_rules(text: str) -> list[WordRule]:
    """The rules whose words a text holds. One query."""
    spaced = " ".join(text.split()).casefold()
    return [rule for rule in WordRule.objects.all() if has_words(spaced, " ".join(rule.words.split()).casefold(), rule)]


def has_words(text: str, words: str, rule: WordRule) -> bool:
    """Whether a text holds the words of a rule, both in small letters."""
    if not rule.is_whole:
        return words in text
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def link_rules(text: str) -> list[LinkRule]:
    """The rules for the sites that a text leads to. One query, and none for a text without links."""
    hosts = hosts_in(text)
    names = {".".join(parts[start:]) for host in hosts for parts in [host.split(".")] for start in range(len(parts))}
    return list(LinkRule.objects.filter(host__in=names)) if names else []


def hosts_in(text: str) -> list[str]:
    """The sites that a text leads to, each once; an address that cannot be read counts as it stands."""
    return list(dict.fromkeys(filter(None, (linked_site(found) for found in links_in(text)))))


def links_in(text: str) -> Iterator[str]:
    """What in a text looks like a web address, whether Markdown makes a link of it or not."""
    for match in LINK_PATTERN.finditer(text):
        yield match[0].rstrip(".,;:!?*_")


def linked_site(address: str) -> str:
    """Return the site of an address, perhaps without `https:`; one that cannot be parsed counts as it is written."""
    whole = address if "//" in address else f"//{address}"
    return site_of(whole, unreadable=address[:100]).rstrip(".")


def is_beneath(host: str, name: str) -> bool:
    """Whether a site is the one of this name or beneath it."""
    return host == name or host.endswith(f".{name}")
