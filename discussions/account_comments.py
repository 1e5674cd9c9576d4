"""What the account page shows of a member's comments, and what happens to them when they leave."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from discussions.deleted_accounts import delete_member_texts, remove_member_name
from discussions.models import Comment, CommentQuerySet, ModerationDecision, State
from discussions.signals import lock_rows_of_member
from discussions.threads.cards import QuestionCard, make_question_cards
from practice.models import PracticeExample
from resources.models import Publication

MAX_COMMENTS_SHOWN = 5


class CommentAccountHooks(AccountHooks):
    """What a member has posted, and what others ask about what they share."""

    def get_sections(self, user: User) -> list[Section]:
        """Return the sections. The one with others' questions is left out if none waits for an answer."""
        return [self.build_own_section(user), *self.build_waiting_sections(user), self.build_safety_section(user)]

    def build_own_section(self, user: User) -> Section:
        comments = get_own_readable_comments(user).order_by("-created_at", "-pk")[:MAX_COMMENTS_SHOWN]
        links = [Link(card.title, card.url, describe_status(card)) for card in make_question_cards(comments, user)]
        empty = "You have not posted anything yet. You can ask a question about any resource or practice example."
        return Section("Your questions and comments", links, empty, Link("All your questions", get_own_questions_url()))

    def build_waiting_sections(self, user: User) -> list[Section]:
        """Return the section with unanswered questions about what the member may edit, if there are any."""
        cards = make_question_cards(
            get_questions_about_shared_items(user).order_by("-created_at", "-pk")[:MAX_COMMENTS_SHOWN]
        )
        links = [Link(card.title, card.url, f"About {card.about}") for card in cards]
        return [Section("Questions on what you share", links)] if links else []

    def lock_for_deletion(self, user: User) -> None:
        """Lock the member's comments and where they are, and their examples, which may be deleted too.

        This happens before anything else is locked.
        """
        examples = PracticeExample.objects.filter(created_by=user).order_by()
        lock_rows_of_member(user, items=list(examples.values_list("pk", flat=True)))

    def delete_shared_content(self, user: User) -> None:
        """Delete the text of everything that they posted. Where others replied, a placeholder remains."""
        delete_member_texts(user)

    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Remove their name from what others wrote, and delete their posts that waited for an editor."""
        remove_member_name(user)

    def build_safety_section(self, user: User) -> Section:
        links = [Link("People you have blocked", reverse("discussions:blocked"))]
        if ModerationDecision.objects.shown_to(user).exists():
            decided = Link("What editors decided about you", reverse("discussions:decisions"), "and how to appeal")
            links.insert(0, decided)
        return Section("Safety", [*links, Link("Community rules", reverse("community_rules"))])


def get_own_readable_comments(user: User) -> CommentQuerySet:
    """Return the member's posts that they may still read: those that are visible, and those that are held."""
    return Comment.objects.in_open_discussions().filter(author=user, state__in=[State.VISIBLE, State.HELD])


def get_questions_about_shared_items(user: User) -> CommentQuerySet:
    """Return the unanswered questions about what the user shares, but not about all that an editor may edit."""
    examples = PracticeExample.objects.shared_by(user).order_by().values("pk")
    publications = Publication.objects.for_user(user).order_by().values("pk")
    shared = Q(item__in=examples) | Q(item__in=publications)
    return Comment.objects.public().unanswered().filter(shared).exclude(author=user)


def describe_status(card: QuestionCard) -> str:
    if card.is_held:
        return f"About {card.about}. Waiting for an editor"
    if not card.is_question:
        return f"About {card.about}"
    return f"About {card.about}. {'Answered' if card.is_answered else 'No answer yet'}"


def get_own_questions_url() -> str:
    return reverse("discussions:mine")
