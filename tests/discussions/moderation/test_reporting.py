"""Reporting: anyone may have one open report of each thing, and is told what happens next."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from discussions.models import Report
from discussions.moderation.member_keys import make_member_key
from tests.factories import make_comment, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db
SPAM = {"concern": "spam", "words": "It sells a course."}


@pytest.fixture
def comment():
    return make_comment(make_publication(), make_user(display_name="Sam Seller"), "Buy my course.")


def post_report(client, thing, **fields):
    name, key = ("report", thing.pk) if hasattr(thing, "text") else ("report_member", make_member_key(thing))
    return client.post(reverse(f"discussions:{name}", args=[key]), {**SPAM, "form_key": uuid4(), **fields}, follow=True)


def test_a_member_reports_a_post_and_is_told_what_happens_next(client, comment):
    client.force_login(reporter := make_user())

    page = post_report(client, comment)

    assert "Thank you for telling us" in page.text
    assert "What happens next" in page.text
    report = Report.objects.get()
    assert (report.comment, report.by, report.concern, report.words) == (comment, reporter, "spam", SPAM["words"])
    assert report.text == "Buy my course."


def test_a_visitor_reports_a_post_with_an_address_or_without(client, comment):
    post_report(client, comment, email="Parent@Example.org")
    post_report(client, comment, email="")

    assert list(Report.objects.values_list("email", flat=True)) == ["parent@example.org", ""]
    assert not Report.objects.exclude(by=None).exists()


@pytest.mark.parametrize("is_member", [True, False])
def test_a_second_report_while_one_waits_is_known(client, comment, is_member):
    if is_member:
        client.force_login(make_user())
    for _ in range(2):
        page = post_report(client, comment, email="parent@example.org")

    assert "You have already reported this" in page.text
    assert Report.objects.count() == 1


def test_the_form_is_not_shown_again_after_a_report(client, comment):
    client.force_login(make_user())
    post_report(client, comment)

    page = client.get(reverse("discussions:report", args=[comment.pk]))

    assert "You have already reported this" in page.text
    assert "<form method" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_the_same_form_sent_twice_is_one_report_of_a_visitor_without_an_address(client, comment):
    key = uuid4()
    for _ in range(2):
        assert post_report(client, comment, form_key=key).status_code == 200

    assert Report.objects.count() == 1


def test_the_database_holds_one_open_report_a_person_a_post(comment):
    reporter = make_user()
    Report.objects.create(comment=comment, by=reporter, concern="spam")

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=comment, by=reporter, concern="abuse")


def test_a_member_is_reported(client, comment):
    client.force_login(make_user())

    page = post_report(client, comment.author)

    assert "Thank you" in page.text
    assert Report.objects.get().member == comment.author


@pytest.mark.parametrize(
    "wrong",
    [
        {"concern": ""},
        {"concern": "nonsense"},
        {"concern": "other", "words": " \u200e"},
        {"words": "x" * 1_001},
        {"email": "nobody"},
        {"form_key": "x"},
    ],
)
def test_an_invalid_report_is_asked_again_with_its_text(client, comment, wrong):
    page = post_report(client, comment, **wrong)

    assert "There is a problem" in page.text
    assert Report.objects.count() == 0


def test_members_cannot_report_themselves(client, comment):
    client.force_login(comment.author)

    assert post_report(client, comment).status_code == 404
    assert post_report(client, comment.author).status_code == 404


@pytest.mark.parametrize("key", ["1", "1:forged", "x", "0:"])
def test_a_forged_key_of_a_member_names_nobody(client, key):
    assert client.get(reverse("discussions:report_member", args=[key])).status_code == 404


def test_a_post_that_others_cannot_read_cannot_be_reported(client):
    held = make_comment(make_publication(), held=True)

    assert post_report(client, held).status_code == 404


def test_a_report_with_the_hidden_box_filled_is_kept_and_marked(client, comment):
    post_report(client, comment, website="https://example.org/")

    assert Report.objects.get().looks_automated


def test_the_eleventh_report_within_an_hour_waits(client):
    client.force_login(make_user())
    item = make_publication()

    answers = [post_report(client, make_comment(item)).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_a_suspended_member_may_report_three_times_a_day(client):
    client.force_login(make_user(suspended_until=timezone.now() + timedelta(days=1)))
    item = make_publication()

    answers = [post_report(client, make_comment(item)).status_code for _ in range(4)]

    assert answers == [200] * 3 + [429]


@pytest.mark.parametrize("path", ["/community-rules/", "/terms/"])
def test_every_page_links_to_the_rules(client, path):
    assert client.get(path).status_code == 200
    assert f'href="{path}"' in client.get("/reading/").text


def test_the_name_on_a_practice_example_can_be_reported(client):
    author = make_user(display_name="Ava Author")
    make_story(slug="calm", created_by=author)

    assert reverse("discussions:report_member", args=[make_member_key(author)]) in client.get("/practice/calm/").text
