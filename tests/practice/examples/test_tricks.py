"""Bad input in every field is shown as text or refused with a message, and never causes a server error."""

from __future__ import annotations

import io
import struct
import zlib

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gateway.catalogue.models import Status
from practice.examples.story_parts import PARTS_BY_FIELD, get_stage
from practice.forms.share import STAGES_BY_SLUG
from practice.models import PracticeExample
from tests.factories import make_editor, make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db
TRICKS = {
    "a script": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)><math><mtext><style><img src onerror=alert(1)>",
    "a Markdown link": "[here](javascript:alert(1)) and ![x](https://evil.example/x.png)",
    "a template": "{{ 7|add:7 }}{% debug %}",
    "a closing tag": "</textarea></title></script><h1>Big</h1>",
    "emoji": "👩🏽‍🏫 helped 👨‍👩‍👧 with 🧩",
    "right to left": "ساعدنا التلاميذ على القراءة",
    "a turn of direction": "abc\u202egnp.exe",
    "SQL": "'); DROP TABLE practice_practiceexample; --",
    "a formula": '=HYPERLINK("https://evil.example")',
}
WRITTEN_FIELDS = [name for name in PARTS_BY_FIELD if name != "evidence_kind"]


def save_part(client, draft, name, text):
    form = {"version": PracticeExample.objects.get().version, "title": draft.title, name: text}
    return client.post(reverse("practice:share_step", args=[draft.slug, get_stage(name)]), form)


@pytest.fixture
def draft(client):
    author = make_member(make_school())
    client.force_login(author)
    return make_story("Five words", status=Status.DRAFT, created_by=author)


def find_live_markup(html):
    """Return elements and attributes that a browser would run or fetch."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    main = next(each for each in tree.iter() if each.get("id") == "main")
    found = [each.tag for each in main.iter() if each.tag in ("script", "style", "iframe", "math", "object")]
    found += [name for each in main.iter() for name in each.keys() if name.startswith("on")]  # noqa: SIM118
    found += [each.get("href") or "" for each in main.iter("a") if (each.get("href") or "").startswith("javascript")]
    return found + [each.get("src") or "" for each in main.iter("img")]


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
@pytest.mark.parametrize("name", WRITTEN_FIELDS)
@pytest.mark.matrix
def test_no_trick_in_any_part_comes_alive(client, draft, name, trick):
    assert save_part(client, draft, name, trick).status_code == 302
    PracticeExample.objects.update(status=Status.PUBLISHED, published_at=draft.created_at)

    html = client.get(draft.get_absolute_url()).content.decode()

    assert find_live_markup(html) == []
    assert "14{" not in html


@pytest.mark.parametrize("name", WRITTEN_FIELDS)
def test_a_hundred_thousand_characters_are_refused_and_kept_on_the_page(client, draft, name):
    response = save_part(client, draft, name, "word " * 20_000)

    html = response.content.decode()
    assert response.status_code == 200
    assert "This has 99,999 characters, and you can use up to" in html
    assert html.count("word word word") > 1_000


@pytest.mark.parametrize("stage", STAGES_BY_SLUG)
def test_junk_in_every_field_is_never_an_error_of_ours(client, draft, stage):
    names = [*PARTS_BY_FIELD, "school", "keywords", "focus_areas", "phases", "remove", "shows-1", "go", "head_agrees"]
    junk = {name: ["\0", "9" * 400, "-1"] for name in names}

    response = client.post(reverse("practice:share_step", args=[draft.slug, stage]), {**junk, "version": draft.version})

    assert response.status_code in (200, 302, 409)


def test_directions_are_taken_out_and_letters_stay(client, draft):
    save_part(client, draft, "need", "abc\u202edef ساعدنا 🧩")

    assert PracticeExample.objects.get().need == "abcdef ساعدنا 🧩"


def make_picture(width=40, height=30):
    output = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(output, "PNG")
    return SimpleUploadedFile("board.png", output.getvalue(), "image/png")


def make_huge_picture():
    """Return a PNG that claims to be 10,000 × 10,000 pixels but has none."""
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return SimpleUploadedFile("huge.png", b"\x89PNG\r\n\x1a\n" + body, "image/png")


def upload_files(client, draft, *files, **fields):
    address = reverse("practice:share_step", args=[draft.slug, "finish"])
    version = PracticeExample.objects.get(pk=draft.pk).version
    return client.post(address, {"version": version, "uploads": files, **fields}, follow=True)


def test_a_picture_of_ten_thousand_by_ten_thousand_is_refused(client, draft):
    html = upload_files(client, draft, make_huge_picture()).content.decode()

    assert "more than 50 million pixels" in html
    assert not draft.files.exists()


def test_a_picture_is_stored_and_must_say_what_it_shows(client, draft):
    html = upload_files(client, draft, make_picture()).content.decode()
    assert "Say what each picture shows" in html

    upload_files(client, draft, **{"shows-1": "A board with sixteen pictures."})

    assert draft.files.get().shows == "A board with sixteen pictures."


def test_files_are_taken_away(client, draft):
    upload_files(client, draft, make_picture(), make_picture())

    upload_files(client, draft, remove="1")

    assert [file.order for file in draft.files.all()] == [2]


def test_an_example_has_at_most_ten_files(client, draft):
    upload_files(client, draft, *(make_picture() for _ in range(6)))

    html = upload_files(client, draft, *(make_picture() for _ in range(5))).content.decode()

    assert "up to 10 files" in html
    assert draft.files.count() == 6


def get_status_and_type(client, address):
    """Return the status and type of a response, read to its end so that its file is closed."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code, response["Content-Type"].partition(";")[0]


def test_a_file_is_for_those_who_may_see_its_example(client, draft):
    upload_files(client, draft, make_picture())
    address = draft.files.get().url
    assert get_status_and_type(client, address) == (200, "image/png")

    client.force_login(make_user())
    assert get_status_and_type(client, address)[0] == 404
    client.force_login(make_editor())
    assert get_status_and_type(client, address)[0] == 200
    assert get_status_and_type(client, address.replace("/1/", "/99/"))[0] == 404
