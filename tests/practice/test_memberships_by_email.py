"""Membership confirmed by an address at the school, if the domain is the school's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from practice.models import School, SchoolMembership
from practice.schools import memberships
from practice.schools.memberships import is_school_domain
from tests.factories import make_member, make_school, make_user

pytestmark = pytest.mark.django_db
Status, How = SchoolMembership.Status, SchoolMembership.How


def request_membership(user, school) -> SchoolMembership:
    return memberships.request_membership(user, school, "Teacher")


def find_link(message) -> str:
    match = re.search(r"/account/school/link/[0-9a-f-]+/", message.body)
    assert match
    return match[0]


def send_link(client, address: str, school: School, run) -> str:
    """Ask for a link to an address as a waiting member, and return the path of the link."""
    with run(execute=True):
        response = client.post(f"/account/school/{school.urn}/email/", {"work_email": address})
    assert response.status_code == 302
    assert mail.outbox[-1].to == [address]
    return find_link(mail.outbox[-1])


@pytest.fixture
def waiting(client):
    """Return a school with a website, where the logged-in member waits to be confirmed."""
    school = make_school(website="https://www.oak.sch.example.org/home")
    user = make_user()
    request_membership(user, school)
    client.force_login(user)
    return school


def test_an_address_at_the_schools_website_confirms(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "Jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)

    client.post(link)

    membership = SchoolMembership.objects.get()
    assert (membership.status, membership.confirmed_how) == (Status.CONFIRMED, How.EMAIL)
    assert membership.link_key is None


def test_looking_at_a_link_does_not_use_it_up(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)

    page = client.get(link)

    assert page.status_code == 200
    assert SchoolMembership.objects.get().status == Status.WAITING


def test_a_link_works_once(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "jo@other.example.org", waiting, django_capture_on_commit_callbacks)
    client.post(link)

    response = client.post(link)

    assert response.status_code == 404


def test_a_membership_without_a_link_has_none_to_follow(waiting):
    membership = SchoolMembership.objects.get()

    with pytest.raises(memberships.DecidedBefore):
        memberships.follow_link(membership)

    membership.refresh_from_db()
    assert membership.work_email_shown_at is None


def test_a_second_link_puts_the_first_out_of_use(client, waiting, django_capture_on_commit_callbacks):
    first = send_link(client, "jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)
    send_link(client, "jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)

    assert client.post(first).status_code == 404


def test_a_link_is_good_for_three_days(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)
    SchoolMembership.objects.update(link_sent_at=timezone.now() - timedelta(days=3, seconds=1))

    assert client.post(link).status_code == 404
    assert SchoolMembership.objects.get().status == Status.WAITING


def test_a_link_is_of_no_use_to_anybody_else(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "jo@oak.sch.example.org", waiting, django_capture_on_commit_callbacks)
    client.force_login(make_user())

    assert client.post(link).status_code == 404


def test_another_domain_confirms_nothing_and_is_noted(client, waiting, django_capture_on_commit_callbacks):
    link = send_link(client, "jo@elm.example.org", waiting, django_capture_on_commit_callbacks)

    client.post(link)

    membership = SchoolMembership.objects.get()
    assert membership.status == Status.WAITING
    assert membership.work_email_shown_at is not None


def test_the_answer_is_the_same_whether_we_know_the_domain_or_not(client, waiting):
    answers = []
    for address in ("a@oak.sch.example.org", "a@elm.xx.example.org"):
        client.post(f"/account/school/{waiting.urn}/email/", {"work_email": address})
        answers.append(client.get("/account/school/").text.replace(address, "ADDRESS"))

    assert re.sub(r'value="\w{64}"', "", answers[0]) == re.sub(r'value="\w{64}"', "", answers[1])


@pytest.mark.parametrize(
    "address", ["jo@gmail.com", "jo@GMAIL.com", "jo@kent.gov.uk", "jo@camden.gov.uk", "jo@sch.uk", "jo@nhs.net", "jo"]
)
def test_an_address_that_proves_nothing_is_refused(client, waiting, address):
    page = client.post(f"/account/school/{waiting.urn}/email/", {"work_email": address})

    assert page.status_code == 200
    assert "There is a problem" in page.text


@pytest.mark.parametrize(
    ("domain", "is_theirs"),
    [
        ("oak.org.uk", True),
        ("staff.oak.org.uk", False),
        ("org.uk", False),
        ("notoak.org.uk", False),
        ("", False),
    ],
)
def test_the_domain_of_the_website_and_no_other_is_the_schools(domain, is_theirs):
    school = make_school(website="https://WWW.Oak.org.uk/contact?x=1")

    assert is_school_domain(domain, school) == is_theirs


@pytest.mark.parametrize("other", ["https://trust.org.uk/elm", "https://elm.trust.org.uk"])
def test_a_domain_that_other_schools_share_is_no_schools_own(other):
    school = make_school(website="https://trust.org.uk/oak")
    make_school(website=other)

    assert not is_school_domain("trust.org.uk", school)


def test_a_closed_school_does_not_hold_on_to_the_domain_of_its_successor():
    school = make_school(website="https://oak.org.uk")
    make_school(website="https://oak.org.uk", status=School.Status.CLOSED)

    assert is_school_domain("oak.org.uk", school)


def test_the_domain_that_a_confirmed_colleague_showed_is_the_schools():
    school = make_school()
    make_member(school, work_email="a@oak.org.uk", work_email_shown_at=timezone.now())

    assert is_school_domain("oak.org.uk", school)


@pytest.mark.parametrize(
    "fields",
    [
        {"work_email": "a@oak.org.uk"},
        {"work_email": "a@oak.org.uk", "work_email_shown_at": timezone.now(), "status": Status.WAITING},
        {"work_email": "a@oak.org.uk", "work_email_shown_at": timezone.now(), "status": Status.LEFT},
        {"work_email": "a@notoak.org.uk", "work_email_shown_at": timezone.now()},
    ],
    ids=["not shown", "waiting", "left", "another domain"],
)
def test_other_people_do_not_make_a_domain_the_schools(fields):
    school = make_school()
    make_member(school, **fields)

    assert not is_school_domain("oak.org.uk", school)


def test_a_domain_whose_people_are_at_two_schools_is_neithers():
    oak, elm = make_school(), make_school()
    for school in (oak, elm):
        make_member(school, work_email="a@trust.org.uk", work_email_shown_at=timezone.now())

    assert not is_school_domain("trust.org.uk", oak)


def test_the_website_that_somebody_gave_an_unchecked_school_confirms_nobody():
    school = make_school(urn="", website="https://evil.example.org", is_checked=False)

    assert not is_school_domain("evil.example.org", school)
