"""The welcome after sign-up: three steps that can each be skipped and that take effect at once."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from discussions.follows.follow import MAX_FOLLOWS_PER_USER
from discussions.models import Follow
from gateway.catalogue.models import ChosenPhase, FocusArea
from practice.models import SchoolMembership
from tests.accounts.messages import find_code
from tests.factories import get_focus_area, make_editor, make_member_of_the_public, make_publication, make_school

pytestmark = pytest.mark.django_db

AREAS, PHASES, SCHOOL = (f"/account/welcome/{slug}/" for slug in ("areas", "phases", "school"))
ROW = re.compile(r"^\| `(welcome\w*)` \| (GET|POST)" + 4 * r" \| ([\w ]+)" + r" \|$", re.MULTILINE)
TABLE = ROW.findall((settings.BASE_DIR / "docs/security.md").read_text(encoding="utf-8"))
BEGAN = "/resources/?phase=primary&q=reading%20aloud"


@pytest.fixture
def person(client):
    person = make_member_of_the_public()
    client.force_login(person)
    return person


def read_form(client, address):
    """Return the hidden fields of the form on a page, as a browser would send them."""
    form = client.get(address).text.partition('<div class="account welcome">')[2]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def answer(client, address, **fields):
    return client.post(address, {**read_form(client, address), "answer": "continue", **fields}).url


def list_followed_areas(person):
    return sorted(Follow.objects.filter(user=person).values_list("focus_area__slug", flat=True))


def test_a_newcomer_is_welcomed_and_comes_back_to_where_they_began(client):
    sign_up = reverse("account_signup")
    details = {"email": "new@example.org", "role": "senco", "password1": "a long enough password", "next": BEGAN}
    confirm = client.post(sign_up, details).url
    page = client.post(confirm, {"code": find_code(mail.outbox[0])}).url

    walked = []
    for fields in ({"areas": ["leadership", "outcomes"]}, {"phases": ["primary"]}, {"answer": "none"}):
        page = client.get(page).url if page.startswith("/account/welcome/?") else page
        walked.append(page.partition("?")[0])
        page = answer(client, page, **fields)

    person = User.objects.get(email="new@example.org")
    assert walked == [AREAS, PHASES, SCHOOL]
    assert page == BEGAN
    assert list_followed_areas(person) == ["leadership", "outcomes"]
    assert [each.phase.slug for each in ChosenPhase.objects.filter(user=person)] == ["primary"]


@pytest.mark.parametrize(("step", "following"), [(AREAS, PHASES), (PHASES, SCHOOL), (SCHOOL, "/account/")])
def test_each_step_is_skipped_by_one_press_and_changes_nothing(client, person, step, following):
    assert answer(client, step, answer="skip", areas=["leadership"], phases=["primary"], school="Oak") == following

    assert not Follow.objects.exists()
    assert not ChosenPhase.objects.exists()


@pytest.mark.parametrize("pressed", ["skip", "back", "none", "find"])
def test_a_name_that_was_typed_is_kept_whatever_is_pressed(client, person, pressed):
    answer(client, SCHOOL, display_name="Sam", answer=pressed)

    person.refresh_from_db()
    assert person.display_name == "Sam"
    assert 'value="Sam"' in client.get(SCHOOL).text


def test_what_was_chosen_is_ticked_when_one_comes_back_and_can_be_taken_back(client, person):
    answer(client, AREAS, areas=["leadership", "outcomes"])
    answer(client, PHASES, phases=["primary"])
    ticked = [re.findall(r'value="([^"]+)"[^>]* checked', client.get(step).text) for step in (AREAS, PHASES)]

    answer(client, AREAS, areas=["outcomes"])
    answer(client, PHASES)

    assert [sorted(each) for each in ticked] == [["leadership", "outcomes"], ["primary"]]
    assert list_followed_areas(person) == ["outcomes"]
    assert not ChosenPhase.objects.exists()


def test_the_choice_is_used_at_once_at_home_and_in_the_account(client, person):
    make_publication(focus_areas=["leadership"], phases=["primary"])
    before = client.get("/").text
    answer(client, AREAS, areas=["leadership"])
    answer(client, PHASES, phases=["primary"])

    home, account = client.get("/").text, client.get("/account/").text

    link = 'href="/browse/?focus=leadership&amp;phase=primary"'
    assert [link in page for page in (before, home, account)] == [False, True, True]
    assert "For you" not in before
    assert "1 result" in client.get("/browse/?focus=leadership&phase=primary").text


def test_a_school_is_found_and_joined_and_the_way_leads_back(client, person):
    school = make_school("Oak School")
    find = answer(client, f"{SCHOOL}?next=/about/", school="oak sch", answer="find")
    page = client.get(find).text
    after = unescape(re.findall(r'name="next" value="([^"]+)"', page)[-1])
    join = client.get(find.partition("?")[0], {"urn": school.urn, "next": after}).url

    show = client.post(join, {"role": "Teacher"}).url

    assert "Oak School" in page
    assert SchoolMembership.objects.get(user=person).school == school
    assert f'href="{after}"' in client.get(show).text
    assert after == "/about/"


def test_whoever_had_no_welcome_is_led_to_it_by_their_account_alone(client, person):
    client.logout()
    password = {"login": person.email, "password": "correct horse battery"}
    person.set_password(password["password"])
    person.save()

    assert client.post(reverse("account_login"), password).url == "/account/"
    assert 'href="/account/welcome/"' in client.get("/account/").text
    assert client.get("/account/welcome/").url == AREAS


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "http://[", "javascript:alert(1)"])
def test_the_welcome_leads_to_no_other_site(client, person, after):
    assert client.post(SCHOOL, {"next": after, "answer": "none"}).url == "/account/"
    assert "evil" not in client.get(f"{AREAS}?next={after}").text.partition("<main")[2]


def test_an_unknown_step_or_choice_is_refused(client, person):
    assert client.get("/account/welcome/nonsense/").status_code == 404
    assert "There is a problem" in client.post(AREAS, {"areas": ["nonsense"]}).text
    assert not Follow.objects.exists()


def test_who_follows_as_much_as_one_can_is_told_so(client, person):
    Follow.objects.bulk_create(
        Follow(user=person, search=f"/browse/?q={number}", search_name=f"{number}")
        for number in range(MAX_FOLLOWS_PER_USER)
    )

    assert f"You follow {MAX_FOLLOWS_PER_USER} things" in client.post(AREAS, {"areas": ["leadership"]}).text


def test_a_retired_area_that_is_followed_stays_followed(client, person):
    Follow.objects.create(user=person, focus_area=get_focus_area("outcomes"))
    FocusArea.objects.filter(slug="outcomes").update(valid_until="2020-01-01")

    answer(client, AREAS, areas=["leadership"])

    assert list_followed_areas(person) == ["leadership", "outcomes"]


@pytest.mark.parametrize(("name", "method", "expected"), [(name, way, list(rest)) for name, way, *rest in TABLE])
def test_an_address_answers_as_the_table_says(name, method, expected):
    path = reverse(name, args=["areas"] if name == "welcome_step" else [])
    suspended = make_member_of_the_public(suspended_until=timezone.now() + timedelta(days=1))
    answers = []
    for person in (None, make_member_of_the_public(), suspended, make_editor()):
        client = Client()
        if person:
            client.force_login(person)
        response = client.generic(method, path)
        is_log_in = response.status_code == 302 and "/accounts/login/" in response["Location"]
        answers.append("log in" if is_log_in else str(response.status_code))

    assert len(TABLE) == 4
    assert answers == expected


def test_a_step_costs_few_queries_however_much_is_chosen(client, person, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(AREAS)
    every = list(FocusArea.objects.current().values_list("slug", flat=True))
    with django_assert_max_num_queries(20):
        client.post(AREAS, {"areas": every})
