"""Made-up comments for measurements: the same ones for the same seed and the same catalogue."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.comments.counters import find_mistakes
from discussions.discussed_items import get_discussed_items
from discussions.models import Comment, Contribution, index_questions
from gateway.catalogue.models import FocusArea
from resources.imports.bulk_insert import analyse_tables, reserve_keys

THREADS_PER_BATCH = 300
"""How many threads are held in memory and written in one transaction."""
MAX_AUTHORS = 300
MAX_COMMENTS_PER_THREAD = 12
TEXTS = (
    "How did you find the time for this, and who led it in your setting?",
    "We tried it with **two groups**. It took a term to become routine.",
    "Which pupils did it not suit? We found that the order of the steps mattered more than the materials.",
    "Thank you. That is the part we were missing.\n\n- one adult\n- the same ten minutes\n- written down",
    "What did families say when you told them?",
    "It only cost us a meeting, and the meeting was worth it.",
)
ENDINGS = ("", " In our case it was Year 4.", " We would do it again.", " Ask me in July.", " It was a small school.")


class ThreadGenerator:
    """A generator of made-up threads, whose comments have keys from `pk` on."""

    def __init__(self, chance: Random, pk: int, authors: list[int]) -> None:
        self.chance, self.pk, self.authors = chance, pk, authors
        self.now = timezone.now()
        self.said = [render_text(text + ending) for text in TEXTS for ending in ENDINGS]

    def make_thread(self, size: int, *, is_deep: bool = False, **place: Any) -> list[Comment]:
        """Return a thread of `size` comments on a place; a deep one mostly replies to its last comment."""
        is_question = "focus_area_id" in place or self.chance.random() < 0.4
        moment = self.now - timedelta(minutes=self.chance.randint(60, 1_000_000))
        comments = [self.make_comment(moment, is_question=is_question, **place)]
        for _ in range(size - 1):
            moment += timedelta(seconds=self.chance.randint(1, 3))
            parent = comments[-1] if is_deep and self.chance.random() < 0.7 else self.chance.choice(comments)
            comments.append(self.make_comment(moment, parent_id=parent.pk, root_id=comments[0].pk, **place))
        if is_question and size > 1 and self.chance.random() < 0.4:
            comments[0].answer_id, comments[0].answered_at = comments[1].pk, moment
        return comments

    def make_comment(self, moment: datetime, **fields: Any) -> Comment:
        said, author = self.chance.choice(self.said), self.chance.choice(self.authors)
        self.pk += 1
        key = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        return Comment(pk=self.pk - 1, author_id=author, created_at=moment, form_key=key, **said, **fields)


def render_text(text: str) -> dict[str, Any]:
    """Return a text with its HTML, which is rendered once."""
    comment = Comment()
    comment.set_text(text)
    return {"text": comment.text, "html": comment.html, "rendered_by": comment.rendered_by}


def populate(number: int, biggest: int, seed: int, done: Callable[[int], object]) -> int:
    """Add `number` comments all over the catalogue and `biggest` in one discussion.

    Return the key of that discussion's item, or 0 if there is none. Call `done` with the number of comments of each
    batch, and bring all counters up to date.
    """
    chance = Random(f"{seed} {Comment.objects.count()}")  # noqa: S311
    talk = ThreadGenerator(chance, reserve_keys(Comment, number + biggest), make_authors())
    items = list(get_discussed_items().order_by("pk").values_list("pk", flat=True))
    item = chance.choice(items) if items else 0
    for batch in batched(make_threads(talk, number, biggest if item else 0, items, item), THREADS_PER_BATCH):
        comments = [comment for thread in batch for comment in thread]
        with transaction.atomic():
            Comment.objects.bulk_create(comments)
            index_questions([comment.pk for comment in comments if comment.is_question])
        done(len(comments))
    for _ in find_mistakes(repair=True):
        pass
    analyse_tables([Comment, Contribution])
    return item


def make_threads(
    talk: ThreadGenerator, number: int, biggest: int, items: list[int], item: int
) -> Iterator[list[Comment]]:
    """Yield wide and deep threads of one discussion, then threads on a tenth of the items and on focus areas."""
    while biggest > 0:
        size = min(biggest, talk.chance.choice((1, 5, 20, 100)))
        yield talk.make_thread(size, is_deep=size > 1, item_id=item)
        biggest -= size
    talked_of = talk.chance.sample(items, k=max(1, len(items) // 10)) if items else []
    areas = list(FocusArea.objects.values_list("pk", flat=True))
    while number > 0:
        size = min(number, talk.chance.randint(1, MAX_COMMENTS_PER_THREAD))
        on_area = not talked_of or talk.chance.random() < 0.02
        name, keys = ("focus_area_id", areas) if on_area else ("item_id", talked_of)
        place: dict[str, Any] = {name: talk.chance.choice(keys)}
        yield talk.make_thread(size, **place)
        number -= size


def make_authors() -> list[int]:
    """Create made-up users who cannot log in, with rows for their counters, and return their keys."""
    addresses = [f"populated-{number}@example.org" for number in range(MAX_AUTHORS)]
    people = [User(email=address, display_name=f"Member {n}", is_sample=True) for n, address in enumerate(addresses)]
    User.objects.bulk_create(people, ignore_conflicts=True)
    keys = list(User.objects.filter(email__in=addresses).order_by("pk").values_list("pk", flat=True))
    Contribution.objects.bulk_create([Contribution(user_id=pk) for pk in keys], ignore_conflicts=True)
    return keys
