"""The subject of a commit has at most 72 characters, as git's hook and `make check` require."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / ".ci/subjects.py"


def run_check(folder, *arguments):
    return subprocess.run(  # noqa: S603
        [sys.executable, SCRIPT, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("message", "is_refused"),
    [
        ("Say why\n\n" + "A body may have longer lines. " * 5, False),
        ("é" * 72 + "\n", False),
        ("é" * 73 + "\n", True),
        ("\n# " + "A comment of git. " * 5 + "\nSay why\n", False),
        ("", False),
    ],
)
def test_a_message_is_refused_for_a_long_subject(tmp_path, message, is_refused):
    (tmp_path / "message").write_text(message, encoding="utf-8")

    assert bool(run_check(tmp_path, "message").returncode) is is_refused


def test_a_folder_without_a_repository_has_no_faults(tmp_path):
    assert (run_check(tmp_path).returncode, run_check(tmp_path).stderr) == (0, "")
