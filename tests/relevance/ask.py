"""Ask the finder every question as a visitor would, and print the answers as JSON.

`__main__.py` runs it in a separate process, whose environment sets the database.
"""

from __future__ import annotations

import json
import os

import django
from django.test import Client
from django.test.utils import setup_test_environment

from tests.relevance.metrics import MAX_RESULTS_GRADED
from tests.relevance.questions import read_questions


def find_answers() -> dict[int, list[str]]:
    """Return the slugs of the first results by the number of the question."""
    client = Client(headers={"host": "localhost"})
    found = {}
    for question in read_questions():
        response = client.get("/browse/", {"q": question.query})
        cards = response.context["found"].items
        found[question.number] = [card.url.rstrip("/").rpartition("/")[2] for card in cards[:MAX_RESULTS_GRADED]]
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gateway.settings")
    django.setup()
    setup_test_environment()
    print(json.dumps(find_answers()))
