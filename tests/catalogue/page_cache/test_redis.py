"""Tests that Redis shares kept pages between processes, and that the site works without it."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import socket
import subprocess
import time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.page_cache.redis_cache import ForgivingRedisCache
from gateway.catalogue.search_index.indexing import index_everything_waiting
from tests.pages import FEEDS, PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = [pytest.mark.django_db, with_rows(fill_catalogue)]

BACKEND = "gateway.catalogue.page_cache.redis_cache.ForgivingRedisCache"


@pytest.fixture(autouse=True)
def no_faults_yet(settings):
    settings.KEEP_ANSWERS = 30
    ForgivingRedisCache.faults.clear()
    ForgivingRedisCache.logged.clear()


def keep_in(settings, address):
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": BACKEND, "LOCATION": address, "KEY_PREFIX": "gateway"}}


def store():
    """Return the object that holds the connections to Redis."""
    cache = caches["pages"]
    assert isinstance(cache, ForgivingRedisCache)
    return cache._cache


@pytest.fixture
def redis(settings, tmp_path):
    """Run a Redis server for the test, and yield its address."""
    if not shutil.which("redis-server"):
        pytest.skip("there is no redis-server")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path), "--bind", "127.0.0.1"]
    real_clock = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}  # libfaketime stops Redis
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=real_clock)  # noqa: S603
    keep_in(settings, f"redis://127.0.0.1:{port}/0")
    wait_for(port)
    yield process
    for pool in store()._pools.values():
        pool.disconnect()
    process.terminate()
    process.wait(10)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            continue
        return
    pytest.fail("redis-server did not start")


def test_answers_are_kept_there(redis):
    index_everything_waiting()
    first = Client().get("/browse/")

    with CaptureQueriesContext(connection) as asked:
        again = Client().get("/browse/")

    assert len(asked) == 1
    assert again.content == first.content


def test_nothing_from_redis_is_run(redis):
    """An attacker who can write to Redis can at worst forge pages, never run code."""
    Client().get("/browse/")
    client = store().get_client()
    (key,) = client.keys("gateway:*")

    assert client.ttl(key) in range(25, 31)
    client.set(key, pickle.dumps({"version": "1"}))

    assert Client().get("/browse/").status_code == 200


def test_redis_that_goes_away_is_a_miss(redis):
    first = Client().get("/browse/").content
    redis.terminate()
    redis.wait(10)

    assert Client().get("/browse/").content == first


@pytest.mark.parametrize("name", PAGES | FEEDS)
def test_every_page_is_there_while_redis_is_away(settings, name):
    keep_in(settings, f"redis://127.0.0.1:{free_port()}/0")
    for _ in range(2):
        assert Client().get((PAGES | FEEDS)[name]).status_code == 200


def test_nobody_waits_long_for_a_redis_that_does_not_answer(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        keep_in(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        start = time.monotonic()
        for _ in range(5):
            assert Client().get("/browse/").status_code == 200

    assert time.monotonic() - start < 2


def test_the_log_says_so_once_a_minute(settings, caplog):
    keep_in(settings, f"redis://127.0.0.1:{free_port()}/0")
    with caplog.at_level(logging.WARNING, "gateway.catalogue.page_cache.redis_cache"):
        for _ in range(3):
            ForgivingRedisCache.faults.clear()
            Client().get("/about/")

    assert [record.getMessage().partition(";")[0] for record in caplog.records] == ["Redis does not answer"]
