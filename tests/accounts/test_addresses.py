"""An address is found as a whole only."""

from __future__ import annotations

import pytest

from accounts.addresses import names_any


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann@example.org", True),
        ("To: Ann <ANN@Example.org>, Bob <bob@example.org>", True),
        ('{"email": "ann@example.org"}', True),
        ("Write to ann@example.org.", True),
        ("joann@example.org", False),
        ("jo.ann@example.org", False),
        ("jo+ann@example.org", False),
        ("ann@example.organic", False),
        ("annXexample.org", False),
        ("", False),
    ],
)
def test_an_address_in_a_text(text, found):
    assert names_any(text, ["ann@example.org"]) is found


def test_no_addresses_are_in_no_text():
    assert not names_any("ann@example.org", [])
