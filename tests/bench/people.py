"""The database rows of a crowd, and checks of them afterwards, called inside a process with Django."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from discussions.comments.counters import find_mistakes
from discussions.comments.post import post
from discussions.comments.post_target import PostTarget
from discussions.discussed_items import get_open_items
from discussions.models import Comment
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import Item
from resources.models import Membership, Publisher


def make_crowd(number: int, item: int = 0) -> dict[str, Any]:
    """Create logged-in users whose posts are not held, and a thread to which they can reply."""
    publisher, _ = Publisher.objects.get_or_create(slug="the-crowd", defaults={"name": "The crowd"})
    people = [User(email=f"crowd-{uuid4().hex}@example.org", display_name=f"Person {n}") for n in range(number)]
    for user in people:
        user.set_unusable_password()
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(publisher=publisher, user=user, role="contributor") for user in people)
    place = Item.objects.get(pk=item) if item else get_open_items().order_by("pk")[200]
    root = post(PostTarget(Viewer(people[0], place)), "What do you think?", uuid4())
    path = reverse("discussions:reply", args=[root.pk])
    return {"path": path, "root": root.pk, "sessions": [make_session(user) for user in people]}


def make_discussion(number: int, *, deep: bool) -> str:
    """Return the page of an item with `number` comments by forty users.

    They are a few long threads or, if `deep`, one reply under another.
    """
    place = get_open_items().filter(comment_count=0).order_by("pk")[0]
    people = list(User.objects.filter(email__startswith="crowd-").order_by("pk")[:40])
    began = timezone.now() - timedelta(days=30)
    roots: list[int] = []
    latest: int | None = None
    for minute in range(number):
        comment = Comment(
            item_id=place.pk, author=people[minute % len(people)], created_at=began + timedelta(minutes=minute)
        )
        if len(roots) >= max(1, number // 10 if not deep else 1):
            comment.root_id = roots[minute % len(roots)]
            comment.parent_id = latest if deep else comment.root_id
        comment.set_text(f"Comment {minute}: " + "we tried this with **five** words a week, and it helped. " * 5)
        comment.save()
        latest = comment.pk
        roots += [] if comment.root_id else [comment.pk]
    list(find_mistakes(repair=True))
    return place.get_absolute_url()


def quiet_item() -> str:
    """Return the page of an item without comments."""
    return get_open_items().filter(comment_count=0).order_by("pk")[100].get_absolute_url()


def queries_of_a_post(path: str, session: str) -> list[str]:
    """Return the queries of the second of two posts, because the first fills caches."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.post(path, {"text": f"Said {uuid4()}", "form_key": str(uuid4())})
    if response.status_code != HTTPStatus.SEE_OTHER:
        raise LookupError(f"The post was answered with {response.status_code}.")
    asked = [query["sql"] for query in captured]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def make_session(user: User) -> str:
    """Return the cookie of a new session of a user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def what_is_there(root: int) -> dict[str, Any]:
    """Return how often each text is in a thread, and which counters are wrong."""
    texts = Comment.objects.filter(root=root).values_list("text", flat=True)
    numbers: dict[str, int] = {}
    for text in texts:
        numbers[text] = numbers.get(text, 0) + 1
    return {"texts": numbers, "mistakes": [str(mistake) for mistake in find_mistakes()]}


QUESTIONS = (make_crowd, make_discussion, queries_of_a_post, quiet_item, what_is_there)
