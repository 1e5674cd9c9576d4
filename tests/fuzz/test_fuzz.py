"""No parameter or field, whatever its value and page, makes the site fail.

The suite runs a fixed sample; `FUZZ_INPUTS=20000 FUZZ_SEED=7` runs more, as `make prove` does.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from tests.fuzz.forms import Form, read_forms
from tests.fuzz.inputs import UNUSED_PARAMETERS, choose_some, choose_text, find_parameters, make_file, make_raw_query
from tests.fuzz.site import ROLES, Site, build_site, list_names

INPUTS = int(os.environ.get("FUZZ_INPUTS", "800"))
SEED = int(os.environ.get("FUZZ_SEED", "10"))
PARAMETERS_PER_PAGE = 3 if INPUTS < 10_000 else 12
FIELDS_PER_FORM = 2 if INPUTS < 10_000 else 8
RAW_QUERY_SHARE = 0.15  # the share of query strings that no browser would write
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.fixture
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """Build the site for the test. All changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_site()
        transaction.set_rollback(True)


class Fuzz:
    """A walk of the site that sends unexpected input and records the failures."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.chance = site, random.Random(seed)  # noqa: S311
        self.parameters = find_parameters() | set(UNUSED_PARAMETERS)
        self.fields: set[str] = set()
        self.pages: set[str] = set()
        self.faults: dict[str, str] = {}
        self.count = 0

    def record_answer(self, answer: Any, *said: Any) -> None:
        """Count a response, and record it if it is a server error other than 503."""
        self.count += 1
        if answer.status_code >= 500 and answer.status_code != 503:
            kind, error, _ = answer.exc_info or (None, answer.content[:80], None)
            self.faults.setdefault(f"{kind and kind.__name__}: {str(error)[:120]}", ascii(said)[:300])

    def walk(self, inputs: int) -> None:
        """Visit every page as every role in random order, repeatedly, until `inputs` requests have been sent."""
        while self.count < inputs:
            visits = [(role, name) for role in ROLES for name in list_names()]
            self.chance.shuffle(visits)
            for role, name in visits:
                for path in self.site.find_paths(name, self.chance):
                    self.visit(role, path)
                if self.count >= inputs:
                    return

    def visit(self, role: str, path: str) -> None:
        """Open a page, open it again with unexpected parameters, and send its forms with unexpected fields."""
        answer = self.site.send_request(role, path)
        self.record_answer(answer, role, path)
        if answer.status_code in {404, 405} and role != "superuser":
            return
        forms = self.read_page_forms(answer, path)
        own = {name for form in forms if not form.is_post for name in form.values}
        for name in choose_some(own | self.parameters, PARAMETERS_PER_PAGE, self.chance):
            self.send_parameter(role, path, name)
        if answer.status_code == 405:
            forms.append(Form(path, is_post=True, values={"next": ["/"]}))
        for form in forms:
            if form.is_post:
                self.send_form(role, form)

    def read_page_forms(self, answer: Any, path: str) -> list[Form]:
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            return []
        self.pages.add(path)
        return read_forms(answer.content.decode(), path)

    def send_parameter(self, role: str, path: str, name: str) -> None:
        if self.chance.random() < RAW_QUERY_SHARE:
            query = make_raw_query(name, self.chance)
        else:
            query = urlencode({name: choose_text(name, self.chance)}, errors="surrogatepass")
        self.record_answer(self.site.send_request(role, path, query), role, path, query)

    def send_form(self, role: str, form: Form) -> None:
        """Send a form with one unexpected field at a time, by a random button."""
        self.fields |= form.values.keys() | form.files
        for name in choose_some(form.values.keys() | form.files | {"next"}, FIELDS_PER_FORM, self.chance):
            values: dict[str, Any] = dict(form.values)
            button, value, action = self.chance.choice(form.buttons or [("", "", form.action)])
            if button:
                values[button] = [value]
            values[name] = [make_file(self.chance)] if name in form.files else [choose_text(name, self.chance)]
            self.record_answer(self.post_form(role, action, name, values), role, action, name, values[name])

    def post_form(self, role: str, action: str, name: str, values: dict[str, Any]) -> Any:
        """Post values as a browser does, or sometimes in a body that no browser would send."""
        if self.chance.random() < RAW_QUERY_SHARE:
            raw = f"{urlencode(values, doseq=True, errors='surrogatepass')}&{make_raw_query(name, self.chance)}"
            return self.site.send_request(role, action, post=raw, content_type="application/x-www-form-urlencoded")
        return self.site.send_request(role, action, post=replace_surrogates(values))


def replace_surrogates(values: dict[str, Any]) -> dict[str, Any]:
    """Return values that Django's test client can encode."""
    return {
        name: [each.replace("\ud800", "\ufffd") if isinstance(each, str) else each for each in texts]
        for name, texts in values.items()
    }


def test_nothing_that_is_sent_ends_in_a_fault(site, record_property):
    fuzz = Fuzz(site, SEED)

    fuzz.walk(INPUTS)

    record_property("fuzz", f"{fuzz.count} inputs, {len(fuzz.pages)} pages, {len(fuzz.fields)} fields, seed {SEED}")
    assert fuzz.faults == {}
