"""The screening of texts: what must wait for an editor, and what is refused.

Members are either known (editors, confirmed members of a school, members of a publisher) or newcomers.
docs/decisions/0804 says whose posts wait and why.
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

from accounts.addresses.redirects import get_site
from accounts.models import User
from discussions.models import ADVERSE_ACTS, FAVOURABLE_ACTS, Act, Contribution, LinkRule, ModerationDecision, WordRule
from practice.models import SchoolMembership
from practice.safeguarding import Finding, find_identifiers
from resources.models import Membership

MIN_SETTLED_AGE = timedelta(days=1)
"""Posts of a newcomer wait until their account is this old and an editor has approved one of them."""
MIN_AGE_FOR_LINKS = timedelta(days=7)
MIN_POSTS_FOR_LINKS = 3
"""From this age and number of posts on, posts of a newcomer with links, or sent within seconds, no longer wait."""

LINK_PATTERN = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>()\[\]\"']+"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|net|uk|io|co|info|biz|eu|me|ly|edu|gov|shop|site|online|xyz)\b[^\s<>()\[\]\"']*",
    re.IGNORECASE,
)

MEMBER_NAME_PATTERN = re.compile(r"(?<!\w)@[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?|^> .{1,80} wrote:$", re.MULTILINE)
"""A name after an @, or the first line of a quotation."""


@dataclass(frozen=True)
class Standing:
    is_known: bool
    is_settled: bool
    is_of_long_standing: bool


@dataclass(frozen=True)
class Screening:
    """The result of screening: refusals for the writer, and reasons to wait for editors."""

    refusals: list[str]
    reasons: list[str]


def screen_text(author: Any, text: str, suspicions: Sequence[str] = ()) -> Screening:
    """Screen a new or changed text. At most three queries.

    `suspicions` are what `discussions.moderation.spam` found in the form; they count only against newcomers.
    """
    standing, words, sites = get_standing(author), find_word_rules(text), find_link_rules(text)
    reasons = [f"On the word list: {rule.words}" for rule in words if rule.action == WordRule.Action.HOLD]
    reasons += list_link_reasons(text, sites, standing)
    reasons += [f"May identify someone: {found.words} may be {found.what}" for found in find_pointers(text)]
    if not standing.is_of_long_standing:
        reasons += suspicions
    if not standing.is_settled:
        reasons.append("A new member’s first posts")
    return Screening(list_refusals(words, sites), reasons)


def list_refusals(words: Sequence[WordRule], sites: Sequence[LinkRule]) -> list[str]:
    """Return the sentences that tell the writer why these rules refuse a text."""
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


def find_pointers(text: str) -> list[Finding]:
    """Return what might identify a pupil or family in a text, to be shown to its writer before it is posted.

    Members who are mentioned with an @ or quoted by name are not pupils.
    """
    return find_identifiers(MEMBER_NAME_PATTERN.sub(" ", text))


def find_new_pointers(text: str, looked: str) -> list[Finding]:
    """Return the pointers that the writer has not been shown; `looked` is the hash in their form."""
    return [] if looked == hash_text(text) else find_pointers(text)


def hash_text(text: str) -> str:
    """Return a hash with which a form shows that its writer has seen the pointers of this text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def get_standing(author: Any) -> Standing:
    """Return how well a member is known. One query, and none for an editor."""
    if author.is_editor:
        return Standing(is_known=True, is_settled=True, is_of_long_standing=True)
    belongs: Any = Exists(SchoolMembership.objects.confirmed().filter(user=OuterRef("pk"))) | Exists(
        Membership.objects.filter(user=OuterRef("pk"))
    )
    posts = Contribution.objects.filter(user=OuterRef("pk")).values("comment_count")[:1]
    found = User.objects.filter(pk=author.pk).values_list(
        belongs, Subquery(build_last_act_query(OuterRef("pk"))), Subquery(posts)
    )
    return compute_standing(*found[0], age=timezone.now() - author.date_joined)


def compute_standing(belongs: bool, last_act: str | None, posts: int | None, *, age: timedelta) -> Standing:
    """Return how well a member is known, by their memberships, the last decision about them, their posts and age."""
    is_known = belongs and last_act not in ADVERSE_ACTS
    is_settled = is_known or (last_act in FAVOURABLE_ACTS and age >= MIN_SETTLED_AGE)
    is_of_long_standing = is_known or (is_settled and age >= MIN_AGE_FOR_LINKS and (posts or 0) >= MIN_POSTS_FOR_LINKS)
    return Standing(is_known, is_settled, is_of_long_standing)


def build_last_act_query(person: Any) -> Any:
    """Return the last decision for or against a member; keeping a post or upholding counts as neither."""
    decisions = ModerationDecision.objects.filter(member=person).exclude(act__in=(Act.KEEP, Act.UPHOLD))
    return decisions.order_by(F("at").desc(), F("pk").desc()).values("act")[:1]


def list_link_reasons(text: str, sites: Sequence[LinkRule], standing: Standing) -> list[str]:
    """Return the links that make a text wait, by a rule or because its writer is new."""
    reasons = [f"Link rule: {rule.host}" for rule in sites if rule.action == LinkRule.Action.HOLD]
    allowed = [rule.host for rule in sites if rule.action == LinkRule.Action.ALLOW]
    unknown = [
        host for host in find_linked_hosts(text) if not any(is_same_or_subdomain(host, each) for each in allowed)
    ]
    if unknown and not standing.is_of_long_standing:
        reasons.append(f"A link from a new member: {', '.join(unknown)}")
    return reasons


def find_word_rules(text: str) -> list[WordRule]:
    """Return the rules whose words a text contains. One query."""
    spaced = " ".join(text.split()).casefold()
    return [rule for rule in WordRule.objects.all() if has_words(spaced, " ".join(rule.words.split()).casefold(), rule)]


def has_words(text: str, words: str, rule: WordRule) -> bool:
    if not rule.is_whole:
        return words in text
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def find_link_rules(text: str) -> list[LinkRule]:
    """Return the rules for the sites to which a text links. One query, and none without links."""
    hosts = find_linked_hosts(text)
    names = {".".join(parts[start:]) for host in hosts for parts in [host.split(".")] for start in range(len(parts))}
    return list(LinkRule.objects.filter(host__in=names)) if names else []


def find_linked_hosts(text: str) -> list[str]:
    """Return the sites to which a text links, once each. An unreadable address counts as it is."""
    return list(dict.fromkeys(filter(None, (get_linked_host(found) for found in find_links(text)))))


def find_links(text: str) -> Iterator[str]:
    """Yield what looks like a web address, whether or not Markdown makes a link of it."""
    for match in LINK_PATTERN.finditer(text):
        yield match[0].rstrip(".,;:!?*_")


def get_linked_host(address: str) -> str:
    """Return the site of an address, perhaps without `https:`; one that cannot be parsed counts as it is written."""
    with_scheme = address if "//" in address else f"//{address}"
    return get_site(with_scheme, unreadable=address[:100]).rstrip(".")


def is_same_or_subdomain(host: str, name: str) -> bool:
    """Return whether a host has this name or is a subdomain of it."""
    return host == name or host.endswith(f".{name}")
