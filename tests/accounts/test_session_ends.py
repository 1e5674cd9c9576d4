"""Sessions of users with many rights end after a time limit; those of others last."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_editor, make_owner, make_user

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def limits(settings):
    settings.GUARDED_SESSION_IDLE_HOURS, settings.GUARDED_SESSION_MAX_DAYS = 4, 2


def is_logged_in(client, moment):
    """Return whether the user is logged in at a given time. The check itself uses the session."""
    with time_machine.travel(moment, tick=False):
        return client.get("/account/").status_code == 200


@pytest.mark.parametrize("make", [make_editor, make_owner])
def test_an_idle_session_ends(client, make):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client.force_login(make())

    assert [is_logged_in(client, now + 3 * HOUR), is_logged_in(client, now + 7 * HOUR)] == [True, False]


def test_a_session_in_use_ends_after_some_days(client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client.force_login(make_editor())

    found = [is_logged_in(client, now + number * 3 * HOUR) for number in range(1, 17)]

    assert found == [True] * 15 + [False]


def test_sessions_of_others_last(client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client.force_login(make_user())

    assert is_logged_in(client, now + 5 * DAY)


def test_the_next_page_says_why(client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client.force_login(make_editor())

    with time_machine.travel(now + DAY, tick=False):
        page = client.get("/about/").text

    assert "We logged you out after some time, because your account can change a lot here" in page


def test_a_form_of_an_ended_session_changes_nothing(client):
    now, editor = timezone.now(), make_editor()
    with time_machine.travel(now, tick=False):
        client.force_login(editor)

    with time_machine.travel(now + DAY, tick=False):
        client.post("/account/", {"display_name": "Somebody"})

    editor.refresh_from_db()
    assert editor.display_name != "Somebody"


def test_a_session_in_use_costs_no_writing_within_a_minute(client, django_assert_num_queries):
    client.force_login(make_editor())
    client.get("/account/notifications/read/")

    with django_assert_num_queries(1):
        client.get("/account/notifications/read/")
