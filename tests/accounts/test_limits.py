"""Rate limits, and the page shown when one is reached."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory

from accounts.rate_limits import limiter
from tests.factories import make_member_of_the_public, make_user

pytestmark = pytest.mark.django_db


def make_request(user=None, address="192.0.2.1", **posted):
    request = RequestFactory().post("/", posted, REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return request


def count_allowed(count, **changes):
    return [limiter.is_allowed(make_request(**changes), "ask", "3/m/ip") for _ in range(count)]


def test_the_fourth_of_three_is_one_too_many():
    assert count_allowed(4) == [True, True, True, False]


def test_another_visitor_is_not_held_up():
    count_allowed(4)

    assert count_allowed(1, address="192.0.2.2") == [True]


def test_all_addresses_of_an_ipv6_network_count_as_one():
    allowed = [count_allowed(1, address=f"2001:db8::{number}")[0] for number in range(1, 5)]

    assert allowed == [True, True, True, False]


def test_a_header_that_names_another_address_changes_nothing():
    for _ in range(3):
        count_allowed(1)
    request = make_request()
    request.META["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"

    assert not limiter.is_allowed(request, "ask", "3/m/ip")


@pytest.mark.parametrize("rate", ["9/h/user,2/h/ip", "2/h/user"])
def test_who_is_not_logged_in_is_counted_by_address(rate):
    allowed = [limiter.is_allowed(make_request(), "ask", rate) for _ in range(3)]

    assert allowed == [True, True, False]


def test_a_person_is_counted_wherever_they_are():
    user = make_user()
    allowed = [
        limiter.is_allowed(make_request(user=user, address=f"192.0.2.{number}"), "ask", "2/h/user")
        for number in range(3)
    ]

    assert allowed == [True, True, False]


@pytest.mark.parametrize(("seconds", "words"), [(0, '<span class="counted">10 minutes</span>'), (541, "one minute")])
def test_the_page_says_when_to_try_again(seconds, words):
    with time_machine.travel(0, tick=False) as now:
        limiter.is_allowed(make_request(), "ask", "1/10m/ip")
        now.shift(seconds)
        request = make_request()
        limiter.is_allowed(request, "ask", "1/10m/ip")

        response = limiter.too_many_requests(request)

    assert (response.status_code, response["Retry-After"]) == (429, str(600 - seconds))
    assert f"try again in {words}." in response.text


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_passwords_at_once_are_checked_five_times():
    make_member_of_the_public("known@example.org")

    def guess(number):
        visitor = Client(REMOTE_ADDR=f"192.0.2.{number}")
        page = visitor.post("/accounts/login/", {"login": "known@example.org", "password": f"wrong {number}"})
        connection.close()
        return "is not correct" in page.text

    with ThreadPoolExecutor(8) as pool:
        checked = sum(pool.map(guess, range(20)))

    assert checked <= 5
