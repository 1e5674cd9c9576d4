"""Many people post to one thread at once over HTTP, also while gunicorn is killed."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command

from discussions.comments.counters import find_mistakes
from discussions.models import Comment
from tests.bench.crowd import LiveServer, PostResults, post_for_seconds, post_in_background
from tests.bench.people import make_crowd
from tests.factories import make_publication
from tests.processes import get_database_url

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SECONDS = 8, 3
KILLS, POSTS = 5, 200


@pytest.fixture
def server(tmp_path):
    """A gunicorn with the test's database and sessions."""
    call_command("createcachetable", verbosity=0)
    server = LiveServer(get_database_url(), tmp_path, SECRET_KEY=settings.SECRET_KEY)
    yield server
    if server.process.poll() is None:
        server.kill()
    server.log.close()


@pytest.fixture
def crowd():
    """Members with sessions, and a thread."""
    return make_crowd(PEOPLE, make_publication().pk)


def count_stored_texts(root: int) -> Counter[str]:
    return Counter(Comment.objects.filter(root=root).values_list("text", flat=True))


def test_every_post_that_was_accepted_is_there_once_and_counted(server, crowd):
    server.start()

    said = post_for_seconds(server.port, crowd["path"], crowd["sessions"], SECONDS)

    assert said.failed == {}
    assert set(said.answers.values()) == {303}
    assert count_stored_texts(crowd["root"]) == Counter(list(said.answers))
    assert list(find_mistakes()) == []


def test_no_post_that_was_accepted_is_lost_when_the_server_is_killed(server, crowd):
    server.start()

    with post_in_background(server.port, crowd["path"], crowd["sessions"]) as said:
        for kill in range(1, KILLS + 1):
            wait_for(said, kill * POSTS // KILLS)
            server.kill()
            server.start()

    there = count_stored_texts(crowd["root"])
    assert len(said.accepted) >= POSTS
    assert said.accepted <= there.keys()
    assert set(there.values()) == {1}
    assert list(find_mistakes()) == []


def wait_for(said: PostResults, number: int) -> None:
    """Wait until this number of posts is accepted."""
    waiting = threading.Event()
    for _ in range(6000):
        if len(said.accepted) >= number:
            return
        waiting.wait(0.01)
    raise AssertionError(f"{len(said.accepted)} posts were accepted in a minute.")
