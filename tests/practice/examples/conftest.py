"""The school and the author whose example is reviewed."""

from __future__ import annotations

import pytest

from tests.factories import make_member, make_school, make_user


@pytest.fixture
def school():
    """A school that shares what worked."""
    return make_school("Oak Primary")


@pytest.fixture
def author(school):
    """Somebody of that school."""
    return make_member(school, make_user("author@example.org", display_name="Sam"))
