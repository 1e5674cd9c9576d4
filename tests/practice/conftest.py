from __future__ import annotations

import pytest

from tests.factories import make_editor


@pytest.fixture
def editor(client):
    """Return an editor who is logged in."""
    editor = make_editor()
    client.force_login(editor)
    return editor
