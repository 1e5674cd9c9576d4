"""Tests of /healthz and /readyz, and of error pages, which depend on nothing."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import timezone

from accounts.models import OutgoingMessage
from accounts.monitoring.worker_heartbeat import record_heartbeat
from gateway.catalogue.models import ToIndex
from tests.accounts.conftest import through_outbox

pytestmark = pytest.mark.django_db

__all__ = ["through_outbox"]
LONG_AGO = timedelta(hours=1)
MANIFEST = {"staticfiles": {"BACKEND": "gateway.static_files.StaticFilesStorage"}}
WELL = {
    "static files": "ok",
    "database": "ok",
    "migrations": "ok",
    "cache": "ok",
    "storage": "ok",
    "worker": "ok",
    "mail": "ok",
    "search index": "ok",
}


@pytest.fixture
def deployed(settings, tmp_path):
    """Configure the site as in production: static files with a manifest, and a worker."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.HAS_WORKER = True
    record_heartbeat("one")
    with override_settings(STORAGES=settings.STORAGES | MANIFEST):
        yield settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Return a folder with what `make static` collects."""
    folder = str(tmp_path_factory.mktemp("static"))
    with override_settings(STATIC_ROOT=folder, STORAGES=site_settings.STORAGES | MANIFEST):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@contextmanager
def nowhere():
    """Point the connection to a database that does not exist."""
    connection.close()
    before = connection.settings_dict["NAME"], connection.settings_dict.get("PORT")
    connection.settings_dict |= {"NAME": "/nowhere/at/all", "PORT": "1"}
    try:
        yield
    finally:
        connection.settings_dict["NAME"], connection.settings_dict["PORT"] = before
        connection.close()


def ready(client):
    """Return what /readyz says about each part."""
    response = client.get("/readyz")
    parts = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert response.status_code == (503 if set(parts.values()) - {"ok"} else 200)
    return parts


def unwell(client):
    """Return the parts that are not ready."""
    return [name for name, word in ready(client).items() if word != "ok"]


def test_the_site_is_well_while_its_database_answers(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain")


@pytest.mark.django_db(transaction=True)
def test_the_site_is_not_well_without_its_database(client):
    with nowhere():
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["10.1.2.3", "10.1.2.3:8000", "[fd00::1]:8000", "another.example.org", "not_a host"])
def test_a_probe_may_ask_by_any_name_or_number_and_without_https(client, settings, address, host):
    settings.SECURE_SSL_REDIRECT = True

    probe, page = client.get(address, headers={"Host": host}), client.get("/", headers={"Host": host})

    assert (probe.status_code, probe["Cache-Control"]) == (200, "no-store")
    assert page.status_code in {301, 400}


def test_a_site_that_has_all_it_needs_is_ready(client, deployed, collected):
    deployed.STATIC_ROOT = collected

    assert ready(client) == WELL
    assert [each for each in run_checks(include_deployment_checks=True) if str(each.id).startswith("gateway.E")] == []


def test_a_site_whose_static_files_are_not_collected_is_not_ready(client, deployed):
    assert unwell(client) == ["static files"]
    assert "make static" in ready(client)["static files"]


def test_a_page_without_static_files_ends_in_the_page_that_needs_nothing(client, deployed):
    client.raise_request_exception = False

    response = client.get("/about/")

    assert response.status_code == 500
    assert "<h1>Sorry, there is a problem with the Gateway</h1>" in response.text


@pytest.mark.parametrize("template", ["500.html", "503.html"])
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_faults_need_nothing(template, deployed, rf):
    with nowhere():
        text = render_to_string(template)

    assert "</html>" in text
    assert 'href="/static/css/gateway.css"' in text


def test_a_migration_that_is_not_applied_is_named(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")

    assert unwell(client) == ["migrations"]


def test_a_cache_without_its_table_is_named(client):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")

    assert "createcachetable" in client.get("/readyz").text


def test_a_storage_that_keeps_nothing_is_named(client, settings, tmp_path):
    (tmp_path / "media").write_text("A file where the folder should be.")
    settings.MEDIA_ROOT = str(tmp_path / "media")

    assert unwell(client) == ["storage"]


def test_a_worker_that_is_silent_is_named(client, settings, time_machine):
    settings.HAS_WORKER = True
    assert unwell(client) == ["worker"]

    record_heartbeat("one")
    assert unwell(client) == []

    time_machine.move_to(timezone.now() + timedelta(minutes=4))
    assert unwell(client) == ["worker"]


def test_mail_that_nobody_tried_to_send_is_named_and_mail_that_cannot_be_sent_is_not(client, through_outbox):
    mail.EmailMessage("A subject", "Words.", to=["a@example.org"]).send()
    assert unwell(client) == []

    OutgoingMessage.objects.update(due_at=timezone.now() - LONG_AGO)
    assert unwell(client) == ["mail"]

    OutgoingMessage.objects.update(attempts=1)
    assert unwell(client) == []


def test_an_index_that_lags_behind_is_named(client):
    ToIndex.objects.bulk_create([ToIndex(model="catalogue.indexeditem", key=1)])
    assert unwell(client) == []

    ToIndex.objects.update(at=timezone.now() - LONG_AGO)
    assert unwell(client) == ["search index"]


@pytest.mark.django_db(transaction=True)
def test_a_site_without_its_database_is_not_ready_and_says_so(client):
    with nowhere():
        parts = ready(client)

    assert parts["database"].startswith("The database does not answer")
    assert parts["static files"] == parts["storage"] == "ok"
    assert {parts[name] for name in ("migrations", "cache", "mail", "search index")} == {parts["database"]}
