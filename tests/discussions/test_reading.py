"""Reading discussions: order, pages, nesting, badges, placeholders and stable addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discussions.comments.state import change_state
from discussions.models import Comment, DiscussionVisit, State
from discussions.threads.queries import MAX_FIRST_REPLIES, REPLIES_PER_PAGE, THREADS_PER_PAGE
from gateway.catalogue.models import Item
from tests.factories import (
    make_comment,
    make_contributor,
    make_editor,
    make_known,
    make_member,
    make_publication,
    make_publisher,
    make_school,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


def get_page(client, item: Item, query: str = "") -> str:
    response = client.get(item.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def find_positions(page: str, *words: str) -> list[int]:
    return [page.index(word) for word in words]


def test_an_item_without_comments_asks_to_begin(client):
    page = get_page(client, make_publication())

    assert "There are no comments or questions yet." in page
    assert "Add a comment or question" in page


def test_threads_are_shown_oldest_first_by_default(client):
    item = make_publication()
    for number in range(3):
        make_comment(item, make_known(), f"Said {number}.")
    helpful = Comment.objects.get(text="Said 1.")
    Comment.objects.filter(pk=helpful.pk).update(helpful_count=4)

    for query, expected in (
        ("", ("Said 0.", "Said 1.", "Said 2.")),
        ("?order=newest", ("Said 2.", "Said 1.", "Said 0.")),
        ("?order=helpful", ("Said 1.", "Said 0.", "Said 2.")),
        ("?order=loudest", ("Said 0.", "Said 1.", "Said 2.")),
    ):
        found = find_positions(get_page(client, item, query), *expected)
        assert found == sorted(found)


def test_a_page_has_25_threads_and_a_page_number_too_high_shows_the_last(client):
    item, author = make_publication(), make_known()
    for number in range(THREADS_PER_PAGE + 1):
        make_comment(item, author, f"Thread number {number:03}.")

    first, second, beyond = (get_page(client, item, query) for query in ("", "?thread-page=2", "?thread-page=9999999"))

    assert first.count("Thread number") == THREADS_PER_PAGE
    assert "Thread number 025." in second
    assert second.count("Thread number") == beyond.count("Thread number") == 1
    assert "Page 2 of 2" in beyond


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 30, "٣", "1 OR 1=1"])
def test_an_invalid_page_number_shows_the_first(client, number):
    item = make_publication()
    make_comment(item, make_known(), "The only one.")

    assert "The only one." in get_page(client, item, f"?thread-page={number}")


def test_replies_nest_four_deep_and_then_say_what_they_reply_to(client):
    item = make_publication()
    last = make_comment(item, make_known("Level 1"), "Beginning.")
    for level in range(2, 7):
        last = make_comment(last, make_known(f"Level {level}"), f"At level {level}.")

    page = client.get(reverse("discussions:thread", args=[last.root_id])).content.decode()

    assert page.count('<ol class="replies">') == 3
    assert page.count("In reply to") == 2
    assert 'In reply to <a href="#comment-' in page


def test_a_long_thread_shows_its_first_replies_and_the_way_to_all(client):
    item = make_publication()
    root = make_comment(item, make_known(), "Beginning.")
    author = make_known()
    for number in range(MAX_FIRST_REPLIES + 2):
        make_comment(root, author, f"Reply number {number}.")

    page = get_page(client, item)

    assert page.count("Reply number") == MAX_FIRST_REPLIES
    assert f'Show all <span class="counted">{MAX_FIRST_REPLIES + 2} replies</span>' in page
    whole = client.get(reverse("discussions:thread", args=[root.pk])).content.decode()
    assert whole[whole.index("<main") :].count("Reply number") == MAX_FIRST_REPLIES + 2


def test_the_stable_address_leads_to_the_page_and_the_place(client):
    item, author = make_publication(), make_known()
    roots = [make_comment(item, author, f"Thread {number}.") for number in range(THREADS_PER_PAGE + 1)]
    replies = [make_comment(roots[0], author, f"Reply {number}.") for number in range(MAX_FIRST_REPLIES + 1)]

    def leads_to(comment):
        return client.get(comment.get_absolute_url())["Location"]

    assert leads_to(roots[0]) == f"{item.get_absolute_url()}#comment-{roots[0].pk}"
    assert leads_to(roots[-1]) == f"{item.get_absolute_url()}?thread-page=2#comment-{roots[-1].pk}"
    assert leads_to(replies[0]) == f"{item.get_absolute_url()}#comment-{replies[0].pk}"
    assert leads_to(replies[-1]) == f"/discussions/{roots[0].pk}/#comment-{replies[-1].pk}"


def test_a_thread_of_many_replies_has_pages_and_says_across_them_what_is_replied_to(client):
    item = make_publication()
    root = make_comment(item, make_known(), "Beginning.")
    first = make_comment(root, make_known("Ann First"), "The first.")
    author = make_known()
    for number in range(REPLIES_PER_PAGE - 1):
        make_comment(root, author, f"Reply {number}.")
    late = make_comment(first, author, "A late reply.")

    page = client.get(f"/discussions/{root.pk}/?page=2").content.decode()

    assert "A late reply." in page
    assert "page 2 of 2" in page
    assert f'In reply to <a href="/discussions/comments/{first.pk}/">Ann First</a>' in page
    assert client.get(late.get_absolute_url())["Location"] == f"/discussions/{root.pk}/?page=2#comment-{late.pk}"


def test_a_deleted_comment_with_replies_leaves_a_placeholder_and_one_without_disappears(client):
    item = make_publication()
    gone = make_comment(item, make_known(), "To be taken away.")
    make_comment(gone, make_known(), "A reply that stays.")
    alone = make_comment(item, make_known(), "Alone and taken away.")
    for comment in (gone, alone):
        change_state(comment, State.DELETED, text="", html="")

    page = get_page(client, item)

    assert "taken away" not in page
    assert page.count("This comment was deleted by its author.") == 1
    assert "A reply that stays." in page


def test_a_held_comment_is_seen_only_by_its_author_and_editors(client):
    item, author = make_publication(), make_user()
    held = make_comment(item, author, "Waiting words.")
    change_state(held, State.HELD) if held.state == State.VISIBLE else None

    assert "Waiting words." not in get_page(client, item)
    for person, sees in ((make_user(), False), (author, True), (make_editor(), True)):
        client.force_login(person)
        page = get_page(client, item)
        assert ("Waiting words." in page, "Waiting for an editor." in page) == (sees, sees)


def test_an_item_or_a_publisher_closed_to_discussion_shows_none(client):
    closed = make_publication(discussion=Item.Discussion.CLOSED)
    quiet = make_publication(publisher=make_publisher(has_discussions=False))

    for item in (closed, quiet):
        assert 'id="discussion"' not in get_page(client, item)
        assert client.get(reverse("discussions:post_on_item", args=[item.slug])).status_code == 404
        assert client.get(reverse("discussions:threads", args=[item.slug])).status_code == 404


def test_a_locked_discussion_says_so_and_is_read(client):
    item = make_publication()
    make_comment(item, make_known(), "Said before.")
    Item.objects.filter(pk=item.pk).update(discussion=Item.Discussion.LOCKED)

    page = get_page(client, item)

    assert "This discussion is closed." in page
    assert "Said before." in page
    assert "say-form" not in page


def test_the_discussion_of_a_sample_is_marked_as_a_sample(client):
    assert "This discussion is also a sample." in get_page(client, make_publication(is_sample=True))


def test_badges_say_who_an_author_is(client):
    publisher, school = make_publisher(), make_school("Hill School")
    item = make_publication(publisher=publisher)
    example_author = make_member(school, make_user(display_name="Ann Author"))
    example = make_story(created_by=example_author, school=school)
    make_comment(item, make_contributor(publisher, display_name="Pat Publisher"), "From them.")
    make_comment(example, example_author, "From me.")
    make_comment(example, make_editor(display_name="Ed Editor"), "From an editor.")

    of_publisher, of_example = get_page(client, item), get_page(client, example)

    assert '<span class="flag">From the publisher</span>' in of_publisher
    assert '<span class="flag">Author of this example</span>' in of_example
    assert '<span class="flag">Confirmed school</span>' in of_example
    assert f'<a href="{school.get_absolute_url()}">Hill School</a>' in of_example
    assert '<span class="flag">Editor</span>' in of_example


def test_comments_stay_when_their_author_has_left(client):
    item, author = make_publication(), make_known("Ann Leaver")
    make_comment(item, author, "Still here.")
    author.delete()

    page = get_page(client, item)

    assert "Still here." in page
    assert "A former member" in page


def test_what_is_new_since_the_last_visit_is_marked_and_stays_so_for_a_few_minutes(client):
    item, reader = make_publication(), make_user()
    make_comment(item, make_known(), "Old words.")
    client.force_login(reader)
    get_page(client, item)
    DiscussionVisit.objects.update(at=timezone.now() - timedelta(days=1))
    Comment.objects.update(created_at=timezone.now() - timedelta(days=2))
    make_comment(item, make_known(), "New words.")

    first, again = get_page(client, item), get_page(client, item)

    assert first.count(">New</span>") == again.count(">New</span>") == 1


def test_visitors_share_a_page_without_token_key_or_cookie(client):
    item = make_publication()
    make_comment(item, make_known(), "Words.")

    response = client.get(item.get_absolute_url())

    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content
    assert b"form_key" not in response.content


def test_the_threads_are_given_in_place_and_otherwise_redirect_to_the_page(client):
    item = make_publication()
    make_comment(item, make_known(), "Words.")
    address = reverse("discussions:threads", args=[item.slug]) + "?order=newest"

    part, plain = client.get(address, headers={"HX-Request": "true"}), client.get(address)

    assert "<html" not in part.content.decode()
    assert part["HX-Push-Url"] == plain["Location"] == f"{item.get_absolute_url()}?order=newest#discussion"
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in plain["Vary"]


def test_a_comment_of_an_item_that_is_withdrawn_is_not_found(client):
    item = make_publication()
    comment = make_comment(item, make_known(), "Words.")
    Item.objects.filter(pk=item.pk).update(is_withheld=True)

    for address in (comment.get_absolute_url(), f"/discussions/{comment.pk}/"):
        assert client.get(address).status_code == 404


def test_a_question_shows_its_answer_at_the_top_with_the_way_to_it(client):
    item, asker = make_publication(), make_known("Ann Asker")
    question = make_comment(item, asker, "How?", is_question=True)
    reply = make_comment(question, make_known("Bea Knows"), "Like this.")
    Comment.objects.filter(pk=question.pk).update(answer=reply, answered_at=timezone.now())

    page = get_page(client, item)

    assert "Answered by Bea Knows" in page
    assert f'<a href="/discussions/comments/{reply.pk}/">Go to the answer</a>' in page
