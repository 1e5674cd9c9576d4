"""Questions similar to one that a member is about to ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from discussions.models import Comment
from discussions.questions.stems import get_stems
from discussions.threads.cards import QuestionCard, make_question_cards

MAX_SIMILAR_QUESTIONS = 5
MAX_QUESTIONS_COMPARED = 300
"""Of the questions with any of the words, only the newest are compared."""
COMMON_STEMS = frozenset(
    (
        "anybod",
        "anyone",
        "ask",
        "child",
        "good",
        "like",
        "make",
        "many",
        "need",
        "one",
        "pleas",
        "pupil",
        "school",
        "somebod",
        "someon",
        "tri",
        "try",
        "use",
        "want",
        "way",
        "work",
        "year",
    )
)
"""Nearly every question has these, so they do not make questions similar."""


def find_similar_questions(text: str, area_pk: int | None = None, seen: str = "") -> list[QuestionCard]:
    """Return the questions that share most words with a text.

    Among equals, those on the same focus area and then the newest come first. Those that its writer was shown for
    earlier words (`seen`) are left out, and so are all if the words are the same.
    """
    words, words_before = get_significant_stems(text), get_significant_stems(seen)
    if not words or words == words_before:
        return []
    known = {card.pk for card in find_most_similar(words_before, area_pk)} if words_before else ()
    return [card for card in find_most_similar(words, area_pk) if card.pk not in known]


def get_significant_stems(text: str) -> list[str]:
    """Return the stems of the words of a text, without those that nearly every question has."""
    return [word for word in get_stems(text) if word not in COMMON_STEMS]


def find_most_similar(words: list[str], area_pk: int | None) -> list[QuestionCard]:
    public = Comment.objects.public().questions()
    any_word = Q()
    for word in words:
        any_word |= Q(text__icontains=word)
    rows = (
        public.filter(any_word)
        .order_by("-created_at", "-pk")
        .values_list("pk", "text", "focus_area_id")[:MAX_QUESTIONS_COMPARED]
    )
    best = sorted(rows, key=lambda row: (-count_shared_words(words, row[1]), row[2] != area_pk, -row[0]))[
        :MAX_SIMILAR_QUESTIONS
    ]
    enough = max(1, len(words) // 3)
    keys = [pk for pk, its_text, _ in best if count_shared_words(words, its_text) >= enough]
    cards: dict[int, Any] = {card.pk: card for card in make_question_cards(public.filter(pk__in=keys))} if keys else {}
    return [cards[pk] for pk in keys if pk in cards]


def count_shared_words(words: Iterable[str], text: str) -> int:
    """Return how many of the words a text contains."""
    folded = text.casefold()
    return sum(word in folded for word in words)
