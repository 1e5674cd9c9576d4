"""DOIs as people paste them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django import forms

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ADDRESS = re.compile(r"(?:https?:)?(?://)?(?:www\.|dx\.)*doi\.org/+", re.IGNORECASE)
LABEL = re.compile(r"doi\s*[:=]?\s*", re.IGNORECASE)
PAIRS = {")": "(", "]": "[", ">": "<", "}": "{", "”": "“", '"': ""}


def bare_doi(text: str) -> str:
    """Return a DOI without the address, the label and the full stop that it was pasted with."""
    text = INVISIBLE.sub("", text).strip().lstrip("<[({“\"'")
    text = text[match.end() :] if (match := LABEL.match(text)) and not ADDRESS.match(text) else text
    if match := ADDRESS.match(text):
        text = unquote(re.split(r"[?#]", text[match.end() :])[0])
    return without_end(text.strip())


def without_end(text: str) -> str:
    """Return the text without the marks of the sentence that it stood in: full stops, and brackets that close none."""
    while text and (text[-1] in ".,;:'" or (text[-1] in PAIRS and text.count(text[-1]) > text.count(PAIRS[text[-1]]))):
        text = text[:-1].rstrip()
    return text


class DOIField(forms.CharField):
    """A DOI, typed or pasted in any of its forms."""

    def to_python(self, value: Any) -> str:
        """The DOI alone."""
        return bare_doi(super().to_python(value) or "")
