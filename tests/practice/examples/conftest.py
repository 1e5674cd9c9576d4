"""The school and the author of the example that is reviewed."""

from __future__ import annotations

import pytest

from tests.factories import make_member, make_school, make_user


@pytest.fixture
def school():
    return make_school("Oak Primary")


@pytest.fixture
def author(school):
    return make_member(school, make_user("author@example.org", display_name="Sam"))
