"""Every address in every e-mail begins with SITE_URL, whatever the host of the request was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings as project
from django.core import mail
from django.template import engines
from django.template.base import VariableNode
from django.template.loader_tags import ExtendsNode
from django.template.utils import get_app_template_dirs
from django.test.signals import template_rendered

from tests.site import mails

pytestmark = pytest.mark.django_db

SITE, HOST = "https://gateway.example.org", "mirror.example.net:8001"
ADDRESS_PATTERN = re.compile(r"(?:[a-z]+:)?//[^\s<>\"]+")
TEMPLATES = Path(project.BASE_DIR) / "templates"
SITE_VARIABLES = {"site_url", "current_site"}
"""The variables of allauth's templates that the site sets."""


@pytest.fixture(autouse=True)
def allow_two_hosts(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["*"]


def list_templates(pattern: str, *folders: Path) -> set[str]:
    return {str(path.relative_to(folder)) for folder in folders for path in folder.glob(pattern)}


def list_our_templates() -> set[str]:
    """Return the templates of the e-mails that we send ourselves."""
    return list_templates("**/mail/*.*", TEMPLATES)


def list_allauth_prefixes() -> list[str]:
    """Return the prefixes of allauth's e-mail templates, including those that we do not override."""
    found = list_templates("*/email/*_subject.txt", TEMPLATES, *map(Path, get_app_template_dirs("templates")))
    return sorted(name.removesuffix("_subject.txt") for name in found)


def get_text(message: EmailMessage) -> str:
    """Return the headers, text and HTML of a message, decoded."""
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


def find_foreign_addresses() -> set[str]:
    """Return the addresses in the sent e-mails that do not begin with SITE_URL."""
    said = [get_text(message.message()) for message in mail.outbox]
    assert [each for each in said if HOST in each or "testserver" in each] == []
    found = {address for each in said for address in ADDRESS_PATTERN.findall(each)}
    assert any(address.startswith(SITE) for address in found)
    return {address for address in found if not address.startswith(SITE)}


def list_variables(name: str) -> Iterator[str]:
    """Yield the names of the variables that a template and its parents show."""
    template: Any = engines["django"].get_template(name)
    nodes = template.template.nodelist
    for node in nodes.get_nodes_by_type(VariableNode):
        yield str(node.filter_expression.var).partition(".")[0]
    for node in nodes.get_nodes_by_type(ExtendsNode):
        yield from list_variables(node.parent_name.var)


def test_every_address_in_every_mail_of_ours_begins_with_the_sites(rf):
    rendered: set[str] = set()

    def note(sender: Any, template: Any, **more: Any) -> None:
        rendered.add(template.name)

    template_rendered.connect(note)
    with request_context(rf.get("/", headers={"host": HOST})):
        mails.send_all()
    template_rendered.disconnect(note)

    assert list_our_templates() - rendered == set()
    assert find_foreign_addresses() == {mails.EXTERNAL_ADDRESS}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("asked_by", ["http", "https"])
def test_every_address_in_every_mail_of_allauth_begins_with_the_sites(rf, scheme, asked_by):
    with request_context(rf.get("/", headers={"host": HOST}, secure=asked_by == "https")):
        for prefix in list_allauth_prefixes():
            shown = {name for part in ("subject", "message") for name in list_variables(f"{prefix}_{part}.txt")}
            context = {name: f"{scheme}://{HOST}/{name}" for name in shown - SITE_VARIABLES}
            get_adapter().send_mail(prefix, "a@example.org", context)

    assert "account/email/password_reset_code" in list_allauth_prefixes()
    assert len(mail.outbox) == len(list_allauth_prefixes())
    assert find_foreign_addresses() == set()
