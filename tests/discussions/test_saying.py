"""Posting by the plain forms: what is posted, what is refused, and what is kept of the text."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from discussions.comments.state import change_state
from discussions.models import MAX_COMMENT_LENGTH, Comment, Mention, State
from gateway.catalogue.models import Item
from tests.accounts.messages import find_code
from tests.discussions.forms import make_form_data
from tests.factories import (
    PASSWORD,
    get_focus_area,
    make_comment,
    make_editor,
    make_known,
    make_member_of_the_public,
    make_publication,
    make_user,
)

pytestmark = pytest.mark.django_db

SAME_ORIGIN_HEADERS = {"Origin": "http://testserver"}
HTMX_HEADERS = {"HX-Request": "true"}


def get_say_url(item: Item) -> str:
    return reverse("discussions:post_on_item", args=[item.slug])


def get_reply_url(comment: Comment) -> str:
    return reverse("discussions:reply", args=[comment.pk])


def test_a_member_posts_and_is_led_to_the_comment(client):
    item = make_publication()
    client.force_login(make_known())

    response = client.post(get_say_url(item), make_form_data())

    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == comment.get_absolute_url()
    assert (comment.text, comment.is_question, comment.state) == ("Hello to all.", False, State.VISIBLE)


def test_a_member_asks_and_another_replies(client):
    item = make_publication()
    client.force_login(make_known())
    client.post(get_say_url(item), make_form_data("How do you begin?", kind="question"))
    question = Comment.objects.get()
    client.force_login(make_known())

    client.post(get_reply_url(question), {"text": "With five words.", "form_key": str(uuid4())})

    reply = Comment.objects.get(parent=question)
    assert question.is_question
    assert (reply.root, reply.is_question) == (question, False)


def test_a_question_to_the_community_is_on_a_focus_area(client):
    client.force_login(make_known())
    area = get_focus_area()

    response = client.post(reverse("discussions:ask", args=[area.slug]), make_form_data("Who has a policy to share?"))

    question = Comment.objects.get()
    assert (question.focus_area, question.is_question, question.item) == (area, True, None)
    assert client.get(response["Location"])["Location"] == f"/discussions/{question.pk}/#comment-{question.pk}"
    assert client.get(f"/discussions/{question.pk}/").status_code == 200


def test_the_same_form_sent_twice_is_one_post(client):
    item, sent = make_publication(), make_form_data()
    client.force_login(make_known())

    places = {client.post(get_say_url(item), sent)["Location"] for _ in range(2)}

    assert Comment.objects.count() == len(places) == 1


def test_the_post_of_a_newcomer_waits_and_says_what_happens_next(client):
    item = make_publication()
    client.force_login(make_user())

    page = client.post(get_say_url(item), make_form_data(), follow=True).content.decode()

    assert Comment.objects.get().state == State.HELD
    assert "An editor will check" in page
    assert "Waiting for an editor." in page


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Enter some text."),
        ("   \n\t ", "Enter some text."),
        ("\u200b\u200d\ufeff\u2060", "Enter some text."),
        ("\u3164\u2800", "Enter some text."),
        ("x" * (MAX_COMMENT_LENGTH + 1), "Your post has 5,001 characters."),
        ("word " * 20_000, "Your post has 99,999 characters."),
        ("Look: ![a pupil](https://example.org/a.png)", "You cannot add pictures"),
    ],
    ids=["empty", "spaces", "zero width", "blank letters", "one too many", "100,000", "a picture"],
)
def test_an_invalid_text_is_refused_and_kept(client, text, reason):
    item = make_publication()
    client.force_login(make_known())

    response = client.post(get_say_url(item), make_form_data(text))

    page = response.content.decode()
    assert not Comment.objects.exists()
    assert "There is a problem" in page
    assert reason in page
    assert text.strip()[:50] in page


def test_script_links_are_removed_and_nested_quotes_do_no_harm(client):
    item = make_publication()
    client.force_login(make_editor())
    client.post(
        get_say_url(item), make_form_data("[a](javascript:alert(1)) [b](data:text/html,x) <script>alert(1)</script>")
    )
    client.post(get_say_url(item), make_form_data("> " * 2_400 + "deep"))

    page = client.get(item.get_absolute_url()).content.decode()

    assert 'href="javascript' not in page
    assert 'href="data:' not in page
    assert "<script>alert" not in page
    assert Comment.objects.filter(state=State.VISIBLE).count() == 2


def test_a_visitor_may_look_at_a_preview_before_they_log_in(client):
    page = client.post(get_say_url(make_publication()), {"text": "Some **bold** words.", "preview": "yes"})

    assert "<strong>bold</strong>" in page.text


def test_a_preview_shows_how_it_looks_and_posts_nothing(client):
    item = make_publication()
    client.force_login(make_known())

    page = client.post(get_say_url(item), make_form_data("Some **bold** words.", preview="yes")).content.decode()
    part = client.post(
        get_say_url(item), make_form_data("Some **bold** words.", preview="yes"), headers=HTMX_HEADERS
    ).content.decode()

    assert "<strong>bold</strong>" in page
    assert "Some **bold** words." in page
    assert "<strong>bold</strong>" in part
    assert "<html" not in part
    assert not Comment.objects.exists()


def test_a_quotation_has_the_comment_without_what_it_quotes(client):
    said = make_comment(make_publication(), make_known("Ann Lee"), "> older words\n\nFirst line.\nSecond line.")
    client.force_login(make_known())

    page = client.get(get_reply_url(said) + "?quote=yes").content.decode()

    assert "&gt; Ann Lee wrote:" in page
    assert "&gt; First line." in page
    written = page[page.index("<textarea") : page.index("</textarea>")]
    assert "older words" not in written


def test_a_long_comment_is_quoted_in_part(client):
    said = make_comment(make_publication(), make_known("Ann Lee"), "word " * 900)
    client.force_login(make_known())

    page = client.get(get_reply_url(said) + "?quote=yes").content.decode()

    written = page[page.index("<textarea") : page.index("</textarea>")]
    assert len(written) < 1_300
    assert "…" in written


def test_members_of_the_discussion_are_mentioned_by_the_longest_matching_name(client):
    item = make_publication()
    ann, ann_lee = make_known("Ann"), make_known("Ann Lee")
    for person in (ann, ann_lee):
        make_comment(item, person)
    make_comment(make_publication(), make_known("Bea Elsewhere"))
    client.force_login(make_known())

    client.post(get_say_url(item), make_form_data("Thank you @ann lee, and @Bea Elsewhere; ann@Ann is no name."))

    comment = Comment.objects.latest("pk")
    assert set(comment.mentions.values_list("user", flat=True)) == {ann_lee.pk}
    assert "<b>@ann lee</b>" in comment.html


def test_no_comment_mentions_more_than_ten_people(client):
    item = make_publication()
    names = [f"Person {'abcdefghijklmno'[number]}" for number in range(15)]
    for name in names:
        make_comment(item, make_known(name))
    client.force_login(make_known())

    client.post(get_say_url(item), make_form_data(" ".join(f"@{name}" for name in names)))

    assert Mention.objects.count() == 10


def test_a_visitor_is_asked_to_log_in_and_finds_the_text_again(client):
    item, person = make_publication(), make_member_of_the_public()

    asked = client.post(
        get_say_url(item), {"kind": "question", "text": "My half-written words?"}, headers=SAME_ORIGIN_HEADERS
    )
    assert asked["Location"] == f"/accounts/login/?next={get_say_url(item)}"
    logged_in = client.post(asked["Location"], {"login": person.email, "password": PASSWORD}, follow=True)

    page = logged_in.content.decode()
    assert logged_in.redirect_chain[-1][0] == get_say_url(item)
    assert "Here is what you wrote." in page
    assert "My half-written words?" in page
    assert re.search(r'<input[^>]*value="question"[^>]*checked', page)
    assert not Comment.objects.exists()


def test_the_text_of_a_visitor_is_removed_from_the_session_once_posted(client):
    item = make_publication()
    client.post(get_say_url(item), {"kind": "comment", "text": "Half."}, headers=SAME_ORIGIN_HEADERS)
    client.login(email=make_known().email, password=PASSWORD)
    client.post(get_say_url(item), make_form_data("Half and whole."))

    assert "Half." not in client.get(get_say_url(item)).content.decode()


def test_another_site_cannot_put_a_text_into_a_visitors_session(client):
    item = make_publication()

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", **SAME_ORIGIN_HEADERS}, {}):
        response = client.post(get_say_url(item), {"kind": "comment", "text": "Planted."}, headers=headers)
        assert response.status_code == 403
    assert not client.session.get("kept_forms")


def test_another_site_cannot_post_for_a_member(client):
    item = make_publication()
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_known())

    page = strict.post(
        get_say_url(item), make_form_data("Planted."), headers={"Origin": "https://evil.example"}
    ).content.decode()

    assert not Comment.objects.exists()
    assert "Post it again" in page


def test_a_member_whose_session_ended_meanwhile_finds_the_text_again(client):
    item, person = make_publication(), make_known()
    client.force_login(person)
    sent = make_form_data("Written while logged out.")
    client.logout()

    client.post(get_say_url(item), sent, headers=SAME_ORIGIN_HEADERS)
    client.force_login(person)

    assert "Written while logged out." in client.get(get_say_url(item)).content.decode()


def test_a_text_for_an_item_withdrawn_meanwhile_is_given_back(client):
    item = make_publication()
    client.force_login(make_known())
    Item.objects.filter(pk=item.pk).update(is_withheld=True)

    response = client.post(get_say_url(item), make_form_data("Too late."))

    assert response.status_code == 404
    assert "Too late." in response.content.decode()
    assert "We could not post what you wrote" in response.content.decode()


@pytest.mark.parametrize("state", [State.DELETED, State.HIDDEN, State.HELD])
def test_a_reply_to_a_deleted_comment_is_refused_and_given_back(client, state):
    said = make_comment(make_publication(), make_known())
    change_state(said, state, **({"text": "", "html": ""} if state == State.DELETED else {}))
    client.force_login(make_known())

    response = client.post(get_reply_url(said), make_form_data("My reply."))

    assert response.status_code in (404, 409)
    assert "My reply." in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_reply_in_a_thread_that_was_closed_meanwhile_is_refused_and_given_back(client):
    said = make_comment(make_publication(), make_known())
    Comment.objects.update(is_locked=True)
    client.force_login(make_known())

    response = client.post(get_reply_url(said), make_form_data("My reply."))

    assert response.status_code == 409
    assert "say-form" not in client.get(get_reply_url(said)).content.decode()
    assert "This thread is closed to replies." in response.content.decode()
    assert "My reply." in response.content.decode()


@pytest.mark.parametrize("pk", [0, 999_999, 2**62])
def test_a_reply_to_a_comment_that_never_existed_is_given_back(client, pk):
    client.force_login(make_known())

    response = client.post(f"/discussions/comments/{pk}/reply/", make_form_data("My reply."))

    assert response.status_code == 404
    assert "My reply." in response.content.decode()


def test_a_member_who_posts_too_often_is_told_when_to_continue_and_keeps_the_text(client):
    item = make_publication()
    client.force_login(make_known())
    for number in range(6):
        client.post(get_say_url(item), make_form_data(f"Number {number}."))

    response = client.post(get_say_url(item), make_form_data("One more."))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "One more." in response.content.decode()
    assert Comment.objects.count() == 6


def test_a_reply_in_place_comes_with_an_announcement_and_an_empty_slot(client):
    said = make_comment(make_publication(), make_known("Ann Lee"))
    client.force_login(make_known())

    opened = client.get(get_reply_url(said), headers=HTMX_HEADERS)
    part = client.post(get_reply_url(said), make_form_data("In place."), headers=HTMX_HEADERS).content.decode()

    assert f'data-hx-post="{get_reply_url(said)}"' in opened.content.decode()
    assert "<html" not in part
    assert 'tabindex="-1" autofocus' in part
    assert f'<div id="reply-{said.pk}" data-hx-swap-oob="innerHTML"></div>' in part
    assert "Thank you. We have published your post." in part


def test_a_mistake_in_place_is_shown_where_the_form_is(client):
    said = make_comment(make_publication(), make_known())
    client.force_login(make_known())

    response = client.post(get_reply_url(said), make_form_data(""), headers=HTMX_HEADERS)

    assert response.status_code == 200
    assert response["HX-Retarget"] == f"#reply-{said.pk}"
    assert "Enter some text." in response.content.decode()


def test_a_visitor_who_signs_up_is_led_back_to_the_text(client):
    item = make_publication()
    client.post(get_say_url(item), {"kind": "comment", "text": "Half-written words."}, headers=SAME_ORIGIN_HEADERS)

    page = client.get(f"/accounts/login/?next={get_say_url(item)}").content.decode()
    sign_up = re.search(r'href="(/accounts/signup/\?[^"]*)"', page)
    assert sign_up
    client.post(unescape(sign_up[1]), {"email": "new@example.org", "role": "senco", "password1": PASSWORD})
    done = client.post("/accounts/confirm-email/", {"code": find_code(mail.outbox[0])})

    assert parse_qs(urlsplit(done["Location"]).query)["next"] == [get_say_url(item)]
    assert "Half-written words." in client.get(get_say_url(item)).content.decode()
