"""People that tests of practice have in common."""

from __future__ import annotations

import pytest

from tests.factories import make_editor


@pytest.fixture
def editor(client):
    """An editor who is logged in."""
    editor = make_editor()
    client.force_login(editor)
    return editor
