"""What discussions mean for a person's account."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from discussions.erasure import forget_name, take_words_back
from discussions.models import Comment, CommentQuerySet, ModerationDecision, State
from discussions.signals import hold_all_of
from discussions.threads.cards import QuestionCard, question_cards
from practice.models import PracticeExample
from resources.models import Publication

MAX_COMMENTS_SHOWN = 5


class CommentAccountHooks(AccountHooks):
    """What a person said, and what others ask about what the person shares."""

    def get_sections(self, user: User) -> list[Section]:
        """The latest of both; questions of others only for somebody whom any are waiting for."""
        return [self.own(user), *self.waiting(user), self.safety(user)]

    def own(self, user: User) -> Section:
        """What the person said last."""
        said = theirs_to_read(user).order_by("-created_at", "-pk")[:MAX_COMMENTS_SHOWN]
        links = [Link(card.title, card.url, stands(card)) for card in question_cards(said, user)]
        empty = "You have not posted anything yet. You can ask a question about any resource or practice example."
        return Section("Your questions and comments", links, empty, Link("All your questions", mine()))

    def waiting(self, user: User) -> list[Section]:
        """Questions without an answer about what the person may work on."""
        cards = question_cards(asked_of(user).order_by("-created_at", "-pk")[:MAX_COMMENTS_SHOWN])
        links = [Link(card.title, card.url, f"About {card.about}") for card in cards]
        return [Section("Questions on what you share", links)] if links else []

    def lock_for_deletion(self, user: User) -> None:
        """Locks what the person said and where, with the examples that may go too: before all others lock anything."""
        examples = PracticeExample.objects.filter(created_by=user).order_by()
        hold_all_of(user, items=list(examples.values_list("pk", flat=True)))

    def delete_shared_content(self, user: User) -> None:
        """Takes back all that they said; where others replied, an empty place stays."""
        take_words_back(user)

    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Takes their name out of what others wrote; what waited for an editor goes, because nobody has read it."""
        forget_name(user)

    def safety(self, user: User) -> Section:
        """What editors decided about the person, and whom the person has blocked."""
        links = [Link("People you have blocked", reverse("discussions:blocked"))]
        if ModerationDecision.objects.told_to(user).exists():
            decided = Link("What editors decided about you", reverse("discussions:decisions"), "and how to appeal")
            links.insert(0, decided)
        return Section("Safety", [*links, Link("Community rules", reverse("community_rules"))])


def theirs_to_read(user: User) -> CommentQuerySet:
    """What this person said and may still read: what others read too, and what waits for an editor."""
    return Comment.objects.on_open_ground().filter(author=user, state__in=[State.VISIBLE, State.HELD])


def asked_of(user: User) -> CommentQuerySet:
    """The unanswered questions about what this person shares: what an editor may change besides is not theirs."""
    examples = PracticeExample.objects.shared_by(user).order_by().values("pk")
    publications = Publication.objects.of(user).order_by().values("pk")
    shared = Q(item__in=examples) | Q(item__in=publications)
    return Comment.objects.public().unanswered().filter(shared).exclude(author=user)


def stands(card: QuestionCard) -> str:
    """What a comment is about, and how it stands."""
    if card.is_held:
        return f"About {card.about}. Waiting for an editor"
    if not card.is_question:
        return f"About {card.about}"
    return f"About {card.about}. {'Answered' if card.is_answered else 'No answer yet'}"


def mine() -> str:
    """The list of the person's own questions and those that they replied to."""
    return reverse("discussions:mine")
