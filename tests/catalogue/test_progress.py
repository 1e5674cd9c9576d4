"""Tests that progress bars are shown only at a terminal, because they would fill a log with noise."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import make_publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("command", [["rebuild_index"], ["populate", "--items", "3"]])
def test_a_long_command_draws_no_bar_into_a_log(command, capsys):
    make_publication()

    call_command(*command, verbosity=1)

    assert "%|" not in capsys.readouterr().err
