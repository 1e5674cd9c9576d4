"""Tests of the OpenSearch client, against a small server that stores and finds documents."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.core.management import call_command

from gateway.catalogue.search_index.backends.engine import get_engine
from tests.factories import make_comment, make_publication

pytestmark = pytest.mark.django_db


class SmallServer(BaseHTTPRequestHandler):
    """A server that answers the few requests that search makes of OpenSearch."""

    documents: ClassVar[dict[str, dict]] = {}
    indices: ClassVar[set[str]] = set()
    asked: ClassVar[list[str]] = []

    def do_HEAD(self):
        self.answer({}, 200 if self.path.strip("/") in self.indices else 404)

    def do_PUT(self):
        self.indices.add(self.path.strip("/").partition("/")[0])
        self.body()
        self.answer({"acknowledged": True})

    def do_DELETE(self):
        found = self.documents.pop(self.path.rpartition("/")[2], None)
        self.answer({"result": "deleted"}, 200 if found else 404)

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        what = self.path.partition("?")[0].rpartition("/")[2]
        self.asked.append(what)
        lines = [json.loads(line) for line in self.body().splitlines()]
        self.answer(getattr(self, what)(lines))

    def _bulk(self, lines):
        for action, source in zip(lines[::2], lines[1::2], strict=True):
            self.documents[action["index"]["_id"]] = source
        items = [{"index": {"_id": action["index"]["_id"], "status": 201}} for action in lines[::2]]
        return {"errors": False, "items": items}

    def _msearch(self, lines):
        return {"responses": [{"hits": {"hits": self.hits(search)}} for search in lines[1::2]]}

    def hits(self, search):
        ((column, words),) = search["query"]["match_phrase"].items()
        return [{"_id": key} for key, each in self.documents.items() if f" {words} " in f" {each[column]} "]

    def _mget(self, lines):
        keys = lines[0]["ids"]
        return {"docs": [{"_id": k, "found": k in self.documents, "_source": self.documents.get(k)} for k in keys]}

    def _search(self, lines):
        return {
            "_scroll_id": "1",
            "_shards": {"successful": 1, "total": 1, "skipped": 0},
            "hits": {"hits": [{"_id": key} for key in self.documents]},
        }

    def scroll(self, lines):
        return {"_scroll_id": "1", "_shards": {"successful": 1, "total": 1, "skipped": 0}, "hits": {"hits": []}}

    def _refresh(self, lines):
        assert self.path.strip("/").partition("/")[0] in self.indices
        return {}

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    SmallServer.documents, SmallServer.indices, SmallServer.asked = {}, set(), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), SmallServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MODELSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "gateway.catalogue.search_index.backends.opensearch",
            "URLS": [f"http://127.0.0.1:{server.server_port}"],
            "INDEX_PREFIX": "test_",
        }
    }
    get_engine.cache_clear()
    yield SmallServer
    get_engine.cache_clear()
    server.shutdown()
    server.server_close()


def titles(client, words):
    return [card.title for card in client.get("/browse/", {"q": words}).context["found"].items]


def test_items_are_found_there_by_words_phrases_and_what_to_leave_out(client, server):
    make_publication("Dyslexic readers", body="Chess and draughts.")
    item = make_publication("Draughts and chess")

    assert titles(client, "dyslexia reading") == ["Dyslexic readers"]
    assert titles(client, '"chess and draughts"') == ["Dyslexic readers"]
    assert titles(client, "chess") == ["Draughts and chess", "Dyslexic readers"]
    assert titles(client, "chess -dyslexia") == ["Draughts and chess"]

    item.delete()
    assert titles(client, "chess") == ["Dyslexic readers"]


def test_it_is_asked_once_for_a_question(client, server):
    make_publication("Chess")
    titles(client, "something else")
    before = server.asked.count("_msearch")

    titles(client, 'chess "for all" -draughts')

    assert server.asked.count("_msearch") == before + 1


def test_it_is_checked_and_rebuilt(server):
    make_publication("Chess")
    call_command("rebuild_index", verbosity=0)
    call_command("check_index")
    server.documents["999"] = {"title": "", "body_tokens": ""}

    call_command("check_index", "--repair")

    assert "999" not in server.documents


def test_a_model_without_rows_disturbs_nothing(client, server):
    client.get("/discussions/", {"q": "chess"})
    make_publication("Chess")

    assert titles(client, "chess") == ["Chess"]
    assert server.indices == {"test_catalogue_item"}


def test_questions_are_found_there_too(client, server):
    item = make_publication("Chess")
    make_comment(item)  # so that question and item have different keys: the small server does not separate indices
    make_comment(item, text="Who plays draughts?", is_question=True)

    assert "Who plays draughts?" in client.get("/discussions/", {"q": "draughts"}).content.decode()
    assert server.indices == {"test_catalogue_item", "test_discussions_comment"}


def test_while_it_is_away_the_page_shows_everything_and_says_so(client, settings, server):
    make_publication("Chess")
    titles(client, "chess")
    settings.MODELSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "gateway.catalogue.search_index.backends.opensearch",
            "URLS": ["http://127.0.0.1:9"],
            "OPTIONS": {"max_retries": 0},
        }
    }
    get_engine.cache_clear()

    response = client.get("/browse/?q=draughts")

    assert [card.title for card in response.context["found"].items] == ["Chess"]
    assert "Search is not working at the moment" in response.content.decode()
    assert client.get("/discussions/?q=draughts").status_code == 200
    assert client.get("/discussions/beside/?q=draughts").status_code == 200
