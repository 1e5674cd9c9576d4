"""Everything that a suspended user sends is refused, at every address except for a short list."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.auth.suspension import ALLOWED_URL_NAMES
from accounts.models import END_OF_TIME, User
from gateway.catalogue.models import Status
from resources.models import Publisher
from tests.addresses import list_addresses, list_patterns
from tests.factories import make_member, make_owner, make_publication, make_publisher, make_regular, make_school

pytestmark = pytest.mark.django_db

TITLE = "You cannot take part at the moment"
VALUES: dict[str, list[str | int]] = {
    "pk": [1],
    "slug": ["some-thing"],
    "key": [str(uuid4())],
    "reference": [str(uuid4())],
    "kind": ["question"],
    "urn": ["123456"],
    "stage": ["need"],
    "token": ["abc"],
    "section": ["items"],
    "app_label": ["resources"],
}
ALLOWED = {
    "account_logout",
    "admin:logout",
    "account_session_end",
    "usersessions_list",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "account_delete",
    "reading",
    "discussions:report",
    "discussions:report_member",
    "discussions:decision",
    "discussions:block",
    "discussions:unblock",
    "discussions:delete",
    "unsubscribe",
    "notifications_read",
    "discussions:following",
    "discussions:follow_change",
    "practice:report_message",
    "practice:share_delete",
}
"""What a suspended person may still do. The list is written out so that every addition is reviewed."""

PROBES = {"healthz", "readyz"}
"""They are answered before the user is known, and change nothing."""


def suspend(user: User) -> User:
    User.objects.filter(pk=user.pk).update(suspended_until=END_OF_TIME)
    user.refresh_from_db()
    return user


def make_superuser() -> User:
    return User.objects.create_superuser("root@example.org", "a long enough password")


def test_nobody_adds_to_what_is_allowed_unseen():
    assert ALLOWED_URL_NAMES == ALLOWED


def test_every_name_that_is_allowed_is_one_of_an_address():
    assert {name for name, _ in list_patterns()} >= ALLOWED


@pytest.mark.parametrize(
    ("method", "make"),
    [
        ("post", make_regular),
        ("post", make_owner),
        ("post", make_superuser),
        ("put", make_regular),
        ("patch", make_superuser),
        ("delete", make_superuser),
    ],
)
@pytest.mark.matrix
def test_whatever_a_suspended_person_sends_is_refused(client, make, method):
    client.force_login(suspend(make()))

    guarded = [address for address in list_addresses(VALUES) if address.name not in ALLOWED | PROBES]
    answers = {address: getattr(client, method)(address.path) for address in guarded}

    assert len(answers) > 200
    assert [
        address.name
        for address, response in answers.items()
        if response.status_code != 403 or TITLE not in response.content.decode()
    ] == []


@pytest.mark.parametrize("make", [make_regular, make_owner, make_superuser])
def test_whoever_is_not_suspended_is_not_told_so(client, make):
    client.force_login(make())

    assert TITLE not in client.post(reverse("discussions:ask", args=["leadership"]), {"text": "Why?"}).content.decode()


def test_a_trusted_owner_publishes_nothing(client):
    publisher = make_publisher(is_trusted=True)
    publication = make_publication(publisher=publisher, status=Status.DRAFT, focus_areas=["leadership"])
    client.force_login(suspend(make_owner(publisher)))

    response = client.post(reverse("admin:resources_publication_step", args=[publication.pk]), {"to": "published"})

    publication.refresh_from_db()
    assert (response.status_code, publication.status) == (403, Status.DRAFT)


def test_the_page_says_why_and_what_can_be_done_now(client):
    client.force_login(suspend(make_regular()))

    page = client.post(reverse("resources:join"), {"name": "A charity"}).content.decode()

    assert "An editor has suspended you permanently" in page
    assert reverse("discussions:decisions") in page
    assert "You can still read, report harmful content, change your password" in page


def test_what_was_typed_is_given_back_without_secrets(client):
    client.force_login(suspend(make_regular()))

    words = {"text": "We did it like this, and it worked.", "password": "a secret of three words", "form_key": uuid4()}
    page = client.post(reverse("discussions:ask", args=["leadership"]), words).content.decode()

    assert "We did it like this, and it worked." in page
    assert "a secret of three words" not in page


def test_a_suspended_colleague_changes_nothing_of_their_school(client):
    school = make_school()
    client.force_login(suspend(make_member(school)))

    response = client.post(reverse("practice:leave", args=[school.urn]))

    assert response.status_code == 403


def test_a_suspended_person_logs_out(client):
    client.force_login(suspend(make_regular()))

    client.post(reverse("account_logout"))

    assert client.get(reverse("account")).status_code == 302


def test_a_suspended_person_reads(client):
    client.force_login(suspend(make_owner(make_publisher("A Charity", slug="a-charity"))))

    assert Publisher.objects.exists()
    assert client.get(reverse("resources:publisher", args=["a-charity"])).status_code == 200
