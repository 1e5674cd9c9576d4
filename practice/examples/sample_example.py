"""The finished example that authors can read before they write: the first of the samples."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from practice.examples.story_parts import PARTS_BY_FIELD
from practice.models import PracticeExample

DATA_FOLDER = Path(__file__).parents[1] / "data"


@cache
def load_source() -> dict[str, Any]:
    return json.loads((DATA_FOLDER / "sample_examples.json").read_text("utf-8"))["examples"][0]


def make_finished_example() -> PracticeExample:
    """Return the example without saving it."""
    values = {name: value for name, value in load_source().items() if name in PARTS_BY_FIELD}
    values["what_we_did"] = "\n".join(values["what_we_did"])
    return PracticeExample(**values, is_sample=True)
