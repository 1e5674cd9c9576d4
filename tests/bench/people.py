"""What a crowd needs in the database, and what is there of it afterwards; called inside a process that has Django."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment
from discussions.posting import Place, post
from discussions.recounting import mistakes
from gateway.catalogue.models import Item
from resources.models import Membership, Publisher


def make_crowd(number: int, item: int = 0) -> dict[str, Any]:
    """So many people whom editors know, each logged in, and a thread that they can reply to, on the newest item."""
    publisher, _ = Publisher.objects.get_or_create(slug="the-crowd", defaults={"name": "The crowd"})
    people = [User(email=f"crowd-{uuid4().hex}@example.org", display_name=f"Person {n}") for n in range(number)]
    for user in people:
        user.set_unusable_password()
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(publisher=publisher, user=user, role="contributor") for user in people)
    place = Item.objects.public().get(pk=item) if item else Item.objects.public()[0]
    root = post(people[0], Place(place), "What do you think?", uuid4())
    path = reverse("discussions:reply", args=[root.pk])
    return {"path": path, "root": root.pk, "sessions": [session_of(user) for user in people]}


def session_of(user: User) -> str:
    """The cookie of a new session of somebody's."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def what_is_there(root: int) -> dict[str, Any]:
    """How often each text stands in a thread, and what the counters say that is not so."""
    texts = Comment.objects.filter(root=root).values_list("text", flat=True)
    numbers: dict[str, int] = {}
    for text in texts:
        numbers[text] = numbers.get(text, 0) + 1
    return {"texts": numbers, "mistakes": [str(mistake) for mistake in mistakes()]}


QUESTIONS = (make_crowd, what_is_there)
