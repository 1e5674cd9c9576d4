from __future__ import annotations

import pytest

from tests.factories import make_editor


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor
