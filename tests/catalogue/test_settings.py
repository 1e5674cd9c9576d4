"""Tests that the settings are safe by default, each in a process of its own."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "s" * 20 + "0123456789" * 3 + "abcdefghij"  # long and varied enough for Django's own check
NO_SECRET_KEY = "Set SECRET_KEY in the environment, or DEBUG=1 on your own machine."


def run(tmp_path, *arguments, typed="", **environment):
    """Run Python with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        input=typed,
        env={**kept, "GATEWAY_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gateway.settings", **environment},
    )


def setting(tmp_path, expression, **environment):
    """Return the value of an expression on Django's settings under these variables."""
    code = f"from django.conf import settings; print({expression})"
    return run(tmp_path, "-c", code, **environment).stdout.strip()


@pytest.mark.parametrize("environment", [{}, {"DEBUG": ""}, {"DEBUG": "0", "SECRET_KEY": ""}])
@pytest.mark.parametrize("command", ["check", "migrate", "prepare", "no_such_command"])
def test_without_a_secret_key_a_command_says_one_sentence_and_fails(tmp_path, command, environment):
    refused = run(tmp_path, "manage.py", command, **environment)

    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", f"{NO_SECRET_KEY}\n")


def test_without_a_secret_key_the_server_says_the_same_and_gives_up(tmp_path):
    refused = run(tmp_path, "-c", "import gateway.wsgi")

    assert (refused.returncode, refused.stdout, refused.stderr) == (3, "", f"{NO_SECRET_KEY}\n")


def test_with_debug_on_it_starts_without_one(tmp_path):
    assert run(tmp_path, "manage.py", "check", DEBUG="1").returncode == 0


def test_the_checks_for_a_deployment_name_what_is_missing(tmp_path):
    (tmp_path / "media").write_text("A file where the folder of uploads should be.")
    command = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    checked = run(tmp_path, *command, SECRET_KEY=SECRET, ALLOWED_HOSTS="gateway.example.org")

    named = [line.partition(")")[0].strip("?: (") for line in checked.stderr.splitlines() if "(gateway." in line]
    assert sorted(named) == [f"gateway.{each}" for each in ("E001", "E003", "E004", "E005", "W001", "W002")]
    assert checked.returncode != 0
    assert "Run: make static" in checked.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEBUG", "False"),
        ("ALLOWED_HOSTS", "[]"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SESSION_COOKIE_HTTPONLY", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"),
        ("X_FRAME_OPTIONS", "DENY"),
        ("TIME_ZONE", "Europe/London"),
    ],
)
def test_what_is_not_said_is_safe(tmp_path, name, expected):
    assert setting(tmp_path, f"settings.{name}", SECRET_KEY=SECRET) == expected


def test_the_folder_of_the_data_is_closed_to_others_on_the_machine(tmp_path):
    setting(tmp_path / "data", "settings.DEBUG", SECRET_KEY=SECRET)
    opened = tmp_path / "opened"
    opened.mkdir(mode=0o755)
    setting(opened, "settings.DEBUG", SECRET_KEY=SECRET)

    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path / "data", opened)] == [0o700, 0o700]


def test_no_policy_allows_what_is_written_into_a_page(tmp_path):
    policy = setting(tmp_path, "settings.SECURE_CSP", SECRET_KEY=SECRET)

    assert "default-src" in policy
    assert "unsafe" not in policy


def test_options_of_a_database_address_are_kept(tmp_path):
    options = setting(
        tmp_path,
        "settings.DATABASES['default']['OPTIONS']",
        SECRET_KEY=SECRET,
        DATABASE_URL="postgres://someone@database.example.org/gateway?sslmode=require",
    )

    assert "'connect_timeout': 3, 'options': '-c jit=off'" in options
    assert "'sslmode': 'require'" in options


def test_sqlite_writes_ahead_and_takes_its_turn(tmp_path):
    options = setting(tmp_path, "settings.DATABASES['default']['OPTIONS']", SECRET_KEY=SECRET)

    assert "journal_mode=WAL" in options
    assert "IMMEDIATE" in options
