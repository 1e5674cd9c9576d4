"""Tests that every wrong variable of a deployment is named, with its value and what it accepts, before the start."""

from __future__ import annotations

import re

import pytest

from gateway.environment import Environment, InvalidVariable
from tests.catalogue.test_settings import SECRET, run

WRONG = {
    "ALLOWED_HOSTS": ["https://gateway.example.org", "gateway.example.org:8000", "gate way", "a,b/c"],
    "BEHIND_HTTPS_PROXY": ["ture", "2", "enabled"],
    "CLAMD": ["clamd:3310", "http://clamd", "tcp://clamd:port"],
    "CONN_MAX_AGE": ["a minute", "-1", "1.5", "９９x"],
    "CONTACT_EMAIL": ["hello", "hello@", "@example.org"],
    "COUNTING_DELAY": ["soon", "-3", "inf", "nan"],
    "CSRF_TRUSTED_ORIGINS": ["other.example.org", "https://other.example.org/path"],
    "DATABASE_URL": [
        "postgres",
        "postgres://host:port/name",
        "mysql://host/name",
        "postgres://host",
        "://",
        "postgres//u@h/n",
        "postgres://host/name/more",
        "postgres://host/name?sslmod=require",
        "postgres://host/name?sslmode=required",
        "sqlite:////nowhere/at/all.sqlite3",
        "sqlite:////tmp",
    ],
    "DEBUG": ["ture", "yess"],
    "DEFAULT_FROM_EMAIL": ["SEND Gateway", "SEND Gateway <noreply>", "SEND Gateway <a@b.org"],
    "EMAIL_URL": [
        "mail.example.org",
        "smtp:mail.example.org",
        "smtp://mail:port",
        "imap://mail",
        "smtp://",
        "smtp://mail server",
    ],
    "GATEWAY_DATA": ["/dev/null/data", "/proc/nothing", "~/data"],
    "HAS_WORKER": ["maybe"],
    "KEEP_ANSWERS": ["30s", "half"],
    "LOG_LEVEL": ["LOUD", "info"],
    "OPENSEARCH_URL": ["search:9200", "https://", "https://search:port"],
    "REDIS_URL": [
        "localhost:6379",
        "redis//localhost",
        "http://redis",
        "redis://redis:port/0",
        "redis://",
        "redis://redis/zero",
    ],
    "S3_ADDRESSING": ["paths"],
    "SECRET_KEY_FILE": ["/nowhere/at/all"],
    "SECURE_HSTS_SECONDS": ["a year"],
    "SITE_URL": [
        "gateway.example.org",
        "https://",
        "https://gateway.example.org/path",
        "ftp://gateway.example.org",
        "https://me@gateway.example.org",
        "https://*.example.org",
        "https://gateway.example.org:",
    ],
    "TRUSTED_PROXY_COUNT": ["one", "-1"],
    "UPLOAD_LIMIT_MB": ["50 MB", "0"],
}
READ_BY_OTHERS = {
    "AWS_DEFAULTS_MODE": ["abc"],
    "AWS_DEFAULT_REGION": ["a b"],
    "AWS_ENDPOINT_URL": ["abc"],
    "AWS_ENDPOINT_URL_S3": ["s3.example.org"],
    "AWS_MAX_ATTEMPTS": ["abc", "0"],
    "AWS_REQUEST_CHECKSUM_CALCULATION": ["abc"],
    "AWS_RESPONSE_CHECKSUM_VALIDATION": ["abc"],
    "AWS_RETRY_MODE": ["abc"],
    "PGPORT": ["abc", "-1"],
    "PGSSLMODE": ["maybe"],
    "PGTARGETSESSIONATTRS": ["any-of-them"],
}
CASES = [(name, value) for name, values in (WRONG | READ_BY_OTHERS).items() for value in values]
SETTINGS = """
import os, runpy, sys
from gateway import environment
for line in sys.stdin.read().splitlines():
    name, value = line.split("=", 1)
    environment.env.variables = {**BASE, name: value}
    try:
        runpy.run_module("gateway.settings")
        print(name, "was taken:", value)
    except environment.InvalidVariable as error:
        print(name if str(error).startswith(name + " is “") and ". It takes " in str(error) else error)
"""


def test_a_variable_that_is_not_in_form_is_named_with_what_it_takes(tmp_path):
    base = {
        "SECRET_KEY": SECRET,
        "GATEWAY_DATA": str(tmp_path),
        "S3_BUCKET": "uploads",
        "DATABASE_URL": "postgres://host/name",
    }
    code = SETTINGS.replace("BASE", repr(base))
    said = run(tmp_path, "-c", code, typed="\n".join(f"{name}={value}" for name, value in CASES))

    assert said.stdout.splitlines() == [name for name, _ in CASES], said.stderr


@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["manage.py", "db_worker"], ["-m", "gunicorn", "gateway.wsgi"]]
)
def test_a_wrong_variable_is_one_sentence_and_no_traceback(tmp_path, command):
    refused = run(tmp_path, *command, SECRET_KEY=SECRET, REDIS_URL="localhost:6379", BIND="127.0.0.1:0")

    assert refused.returncode != 0
    assert "REDIS_URL is “localhost:6379”. It takes an address such as redis://host:6379/0." in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_CONCURRENCY", "abc"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_THREADS", "0"),
        ("BIND", "8000"),
        ("FORWARDED_ALLOW_IPS", "abc"),
        ("GUNICORN_CMD_ARGS", "--workers abc"),
        ("GUNICORN_CMD_ARGS", "'x"),
        ("GUNICORN_CMD_ARGS", "--nonsense"),
    ],
)
def test_a_wrong_variable_of_gunicorn_is_one_sentence_too(tmp_path, name, value):
    refused = run(tmp_path, "-m", "gateway.serve", SECRET_KEY=SECRET, **{name: value})

    assert refused.stderr.startswith(f"{name} is “{value}”. It takes ")
    assert "Traceback" not in refused.stderr


def test_an_empty_variable_of_gunicorn_counts_as_not_set(tmp_path):
    empty = dict.fromkeys(("WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "GUNICORN_CMD_ARGS", "PORT"), "")
    checked = run(tmp_path, "-m", "gateway.serve", "--check-config", SECRET_KEY=SECRET, **empty)

    assert (checked.returncode, "Traceback" in checked.stderr) == (0, False)


@pytest.mark.parametrize(
    "password", ["secret", "secret/more", "secret:more", "secret@more", "se?cret#secret", "/secret"]
)
@pytest.mark.parametrize(
    "form", ["redis:/someone:{}@host", "http://someone:{}@host:port", "someone:{}@host", "redis://:{}@h:x"]
)
def test_no_password_is_told(form, password):
    environment = Environment({"REDIS_URL": form.format(password)})

    with pytest.raises(InvalidVariable) as refused:
        environment.url("REDIS_URL", ("redis",), "redis://host")

    assert not {"secret", "more"} & set(re.findall("[a-z]+", str(refused.value)))


def test_an_empty_variable_counts_as_not_set():
    environment = Environment({"PORT": "", "SWITCH": " ", "HOSTS": ","})

    assert environment.int("PORT", 8000) == 8000
    assert environment.bool("SWITCH", default=True)
    assert environment.hosts("HOSTS", ["localhost"]) == ["localhost"]


def test_a_variable_is_read_from_a_file_without_its_last_line_break(tmp_path):
    (tmp_path / "key").write_text("a secret\n")

    assert Environment({"SECRET_KEY_FILE": str(tmp_path / "key")}).str("SECRET_KEY") == "a secret"


@pytest.mark.parametrize(
    "url", ["https://gateway.example.org", "http://127.0.0.1:8000", "http://[::1]:8000", "https://gateway.example.org/"]
)
def test_a_site_is_taken(url):
    assert Environment({"SITE_URL": url}).site("SITE_URL", "") == url.rstrip("/")


def test_names_and_signs_in_values_are_taken_as_they_are():
    environment = Environment({"SECRET_KEY": "$dollar", "FROM": "SEND Gateway <hello@example.org>"})

    assert environment.str("SECRET_KEY") == "$dollar"
    assert environment.address("FROM", "") == "SEND Gateway <hello@example.org>"
