"""The editors' queue and what they decide there."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import END_OF_TIME
from discussions.models import Act, ChangeNotAllowed, ModerationDecision, ReasonTemplate, Report, State
from discussions.moderation.decisions import get_case_token
from gateway.catalogue.models import Item
from tests.discussions.moderation.conftest import get_case_url, make_report, post_decision
from tests.factories import make_comment, make_editor, make_publication, make_regular, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/discussions/moderation/"


def get_acts():
    return list(ModerationDecision.objects.order_by("pk").exclude(by=None).values_list("act", flat=True))


def get_messages_to(address):
    return [message for message in mail.outbox if message.to == [address]]


def test_the_queue_shows_urgent_cases_first_and_then_the_longest_waiting(client, editor, comment):
    item = comment.item
    for number, hours in ((1, 5), (2, 9)):
        make_report(make_comment(item, text=f"Text {number}"), created_at=timezone.now() - timedelta(hours=hours))
    make_report(make_comment(item, text="Text 3"), concern="harm")
    make_comment(item, text="Text 4", held=True)

    text = client.get(QUEUE).text

    assert sorted(range(1, 5), key=lambda number: text.index(f"Text {number}")) == [3, 2, 1, 4]
    assert "Urgent" in text
    assert "A new member’s first posts" in text


def test_reports_of_one_post_are_one_case_with_all_reports(client, editor, comment, reporter):
    make_report(comment, reporter, words="Again!")
    make_report(comment, email="parent@example.org", concern="abuse", words="Rude <b>words</b>")

    text = client.get(QUEUE).text

    assert text.count("<article") == 1
    assert "2 reports" in text
    assert "Again!" in text
    assert "Rude &lt;b&gt;words" in text
    assert "parent@example.org" not in text


def test_a_case_shows_what_it_replies_to_the_item_and_the_members_history(client, editor, comment, author):
    post_decision(client, author, member="warn", words="Be kind.")
    reply = make_comment(comment, author, "My reply", held=True)
    make_report(reply)

    text = client.get(get_case_url(reply)).text

    assert "Buy my course." in text
    assert "A guide" in text
    assert "Warned" in text
    assert "Be kind." in text


def test_approving_shows_a_post_counts_it_and_tells_its_author(client, editor):
    newcomer = make_user("new@example.org")
    held = make_comment(make_publication(), newcomer, held=True)

    post_decision(client, held, "approve")

    held.refresh_from_db()
    assert (held.state, held.held_because) == (State.VISIBLE, "")
    assert Item.objects.get().comment_count == 1
    assert "Other people can now read your post" in get_messages_to("new@example.org")[0].subject


def test_hiding_a_post_tells_the_author_why_and_the_reporters_the_outcome(client, editor, comment, author, reporter):
    make_report(comment, reporter)
    make_report(comment, email="parent@example.org")
    template = ReasonTemplate.objects.get(concern="spam")

    post_decision(client, comment, "hide", template=template.pk, words="Sorry.")

    comment.refresh_from_db()
    assert comment.state == State.HIDDEN
    assert Report.objects.open().count() == 0
    told = get_messages_to(author.email)[0].body
    assert template.words in told
    assert "Sorry." in told
    assert "/account/decisions/" in told
    assert "Rory" not in told
    assert editor.email not in told
    for address in (reporter.email, "parent@example.org"):
        assert "We have hidden what you reported" in get_messages_to(address)[0].body
    decision = ModerationDecision.objects.latest("pk")
    assert (decision.act, decision.by, decision.member, decision.text) == (Act.HIDE, editor, author, "Buy my course.")


def test_hiding_needs_a_reason(client, editor, comment):
    page = post_decision(client, comment, "hide", words="")

    assert "Choose a reason or write one" in page.text
    assert get_acts() == []


def test_leaving_a_post_as_it_is_tells_only_the_reporter(client, editor, comment, author, reporter):
    make_report(comment, reporter)

    post_decision(client, comment, "keep")

    assert "follows our rules" in get_messages_to(reporter.email)[0].body
    assert get_messages_to(author.email) == []
    assert Report.objects.open().count() == 0


def test_a_hidden_post_can_be_shown_again(client, editor, comment, author):
    post_decision(client, comment, "hide")
    post_decision(client, comment, "restore")

    comment.refresh_from_db()
    assert (comment.state, get_acts()) == (State.VISIBLE, ["hide", "restore"])
    assert "shown again" in get_messages_to(author.email)[1].subject


@pytest.mark.parametrize(("span", "days"), [("week", 7), ("month", 30), ("good", None)])
def test_a_member_is_suspended_for_a_time_or_for_good_and_posts_nothing(client, editor, comment, author, span, days):
    post_decision(client, comment, "hide", member=span)

    author.refresh_from_db()
    expected = END_OF_TIME if days is None else timezone.now() + timedelta(days=days)
    assert abs(author.suspended_until - expected) < timedelta(minutes=1)
    assert get_acts() == ["hide", "suspend"]
    assert ("permanently" in get_messages_to(author.email)[0].body) == (days is None)
    assert len(get_messages_to(author.email)) == 1


def test_a_suspension_is_ended(client, editor, author):
    post_decision(client, author, member="week")
    post_decision(client, author, member="lift")

    author.refresh_from_db()
    assert (author.is_suspended, get_acts()) == (False, ["suspend", "lift"])


def test_reports_of_a_member_can_be_dismissed(client, editor, author, reporter):
    make_report(author, reporter, words="Not their real name.")
    assert "Not their real name." in client.get(QUEUE).text

    post_decision(client, author, "keep")

    assert Report.objects.open().count() == 0
    assert get_messages_to(author.email) == []


def test_an_editor_is_not_suspended(client, editor):
    other = make_editor()

    page = post_decision(client, other, member="week")

    other.refresh_from_db()
    assert "cannot suspend an editor" in page.text
    assert (other.suspended_until, get_acts()) == (None, [])


def test_an_editor_does_not_decide_about_themselves(client, editor):
    own = make_comment(make_publication(), editor)
    make_report(own)

    assert "Another editor must decide" in client.get(QUEUE).text
    assert "Another editor must decide" in post_decision(client, own, "keep").text
    assert "Another editor must decide" in post_decision(client, editor, member="warn").text
    assert get_acts() == []


@pytest.mark.parametrize("second", ["approve", "hide"])
def test_the_second_of_two_editors_is_told_and_changes_nothing(client, editor, second):
    held = make_comment(make_publication(), held=True)
    as_shown = get_case_token(held)
    post_decision(client, held, "approve")

    page = post_decision(client, held, second, seen=as_shown)

    assert "Another editor has just decided this" in page.text
    assert get_acts() == ["approve"]


def test_an_editor_who_read_another_version_is_told(client, editor, comment):
    as_shown = get_case_token(comment)
    type(comment).objects.filter(pk=comment.pk).update(text="Sorry.", version=2)

    page = post_decision(client, comment, "hide", seen=as_shown)

    assert "Another editor has just decided this, or it has changed" in page.text
    assert get_acts() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"act": "restore"},
        {"act": "lift"},
        {"act": "nonsense"},
        {"member": "year"},
        {"act": "", "member": ""},
        {"seen": ""},
        {"template": "99999", "act": "hide"},
        {"act": "suspend"},
    ],
)
def test_a_forged_decision_changes_nothing(client, editor, comment, forged):
    response = post_decision(client, comment, **{"act": "keep", **forged})

    comment.refresh_from_db()
    assert (response.status_code, comment.state, get_acts()) == (200, State.VISIBLE, [])


def test_a_report_that_comes_after_a_decision_opens_the_case_again(client, editor, comment, reporter):
    make_report(comment, reporter)
    post_decision(client, comment, "keep")

    make_report(comment, reporter)

    assert client.get(QUEUE).text.count("<article") == 1


def test_a_post_that_its_author_deleted_is_decided_by_what_was_reported(client, editor, comment, reporter):
    make_report(comment, reporter)
    type(comment).objects.filter(pk=comment.pk).update(state=State.DELETED, text="", html="", version=2)

    assert "Buy my course." in client.get(QUEUE).text
    post_decision(client, comment, "keep", member="warn")

    assert get_acts() == ["keep", "warn"]
    assert ModerationDecision.objects.latest("pk").text == "Buy my course."


def test_the_log_cannot_be_changed(client, editor, comment):
    post_decision(client, comment, "hide")
    decision = ModerationDecision.objects.latest("pk")

    decision.reason = "Something else"
    for change in (
        decision.save,
        decision.delete,
        ModerationDecision.objects.all().delete,
        lambda: ModerationDecision.objects.update(act="keep"),
    ):
        with pytest.raises(ChangeNotAllowed):
            change()


@pytest.mark.parametrize(
    "column", ["act = 'keep'", "reason = 'x'", "text = 'x'", "at = '2020-01-01'", "by_id = {other}"]
)
def test_the_database_lets_nothing_of_a_decision_change(client, editor, comment, column):
    post_decision(client, comment, "hide")

    where = f"{column.format(other=comment.author_id)} WHERE act = 'hide'"
    change = f"UPDATE discussions_moderationdecision SET {where}"  # noqa: S608
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(change)


@pytest.mark.parametrize("make", [None, make_user, make_regular])
@pytest.mark.parametrize("is_post", [True, False])
def test_the_queue_is_not_found_for_others(client, comment, author, make, is_post):
    if make:
        client.force_login(make())
    before = comment.state

    for path in (QUEUE, get_case_url(comment), get_case_url(author), f"{QUEUE}appeals/1/"):
        response = client.post(path, {"act": "hide", "words": "x", "seen": "0"}) if is_post else client.get(path)
        assert response.status_code == 404

    comment.refresh_from_db()
    assert comment.state == before


def test_the_front_page_of_the_admin_counts_what_waits(client, editor, comment, author):
    make_report(comment, concern="harm")
    make_report(author)

    text = client.get("/manage/").text

    assert "1 post is held or reported, 1 of them urgent" in text
    assert "1 member is reported" in text


def test_the_queue_costs_the_same_with_one_case_and_with_twenty(client, editor, comment, django_assert_max_num_queries):
    for number in range(20):
        make_report(make_comment(comment.item, make_regular(), f"Text {number}"), make_user())
        make_report(make_user(), make_user())

    with django_assert_max_num_queries(22):
        page = client.get(QUEUE)

    assert page.text.count("<article") == 20


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_decides():
    author = make_regular("author@example.org")
    comment = make_comment(make_publication(), author)
    as_shown, editors, start = get_case_token(comment), [make_editor(), make_editor()], threading.Barrier(2)

    def press(editor, act):
        browser = Client()
        browser.force_login(editor)
        start.wait()
        browser.post(get_case_url(comment), {"act": act, "words": "Because.", "seen": as_shown, "member": "warn"})
        connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in zip(editors, ["hide", "keep"], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ModerationDecision.objects.filter(comment=comment).count() == 2
    assert ModerationDecision.objects.filter(comment=comment).values("by").distinct().count() == 1
