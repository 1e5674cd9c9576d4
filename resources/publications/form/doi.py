"""A form field that accepts DOIs as people paste them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django import forms

INVISIBLE_CHARACTER_PATTERN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ADDRESS_PATTERN = re.compile(r"(?:https?:)?(?://)?(?:www\.|dx\.)*doi\.org/+", re.IGNORECASE)
LABEL_PATTERN = re.compile(r"doi\s*[:=]?\s*", re.IGNORECASE)
OPENING_BRACKETS = {")": "(", "]": "[", ">": "<", "}": "{", "”": "“"}
DOI_IN_TEXT_PATTERN = re.compile(r"(?<![\w.])10\.\d{4,9}/\S+")
PAGE_SUFFIX_PATTERN = re.compile(r"(?:/(?:full|abstract|e?pdf|html|meta)(?:/.*)?|\.pdf)$", re.IGNORECASE)
"""What publishers add after a DOI in the addresses of their pages."""
DOI_HINT_PATTERN = re.compile(r"\bdoi\b|/articles?/|/content/", re.IGNORECASE)
HYPHEN_PATTERN = re.compile("[\u2010\u2011]")
"""Hyphens as they occur in PDFs."""


def extract_doi(text: str) -> str:
    """Return a DOI without the address, label or sentence that it was pasted with, or else the text."""
    text = HYPHEN_PATTERN.sub("-", INVISIBLE_CHARACTER_PATTERN.sub("", text)).strip()
    bare = remove_address(text)
    if not bare.startswith("10.") or " " in bare:
        bare = find_doi(text) or bare
    return bare or text


def find_doi(text: str) -> str:
    """Return the only DOI in a reference or in the address of a publisher's page, or an empty string."""
    found = DOI_IN_TEXT_PATTERN.findall(text)
    if len(found) != 1 or ("://" in text and not DOI_HINT_PATTERN.search(text)):
        return ""
    return remove_closing_punctuation(PAGE_SUFFIX_PATTERN.sub("", unquote(re.split(r"[?#]", found[0])[0])))


def remove_address(text: str) -> str:
    """Return a DOI without the address and label before it or the full stop after it."""
    text = text.lstrip("<[({“\"'")
    text = text[match.end() :] if (match := LABEL_PATTERN.match(text)) and not ADDRESS_PATTERN.match(text) else text
    if match := ADDRESS_PATTERN.match(text):
        text = unquote(re.split(r"[?#]", text[match.end() :])[0])
    return remove_closing_punctuation(text.strip())


def remove_closing_punctuation(text: str) -> str:
    """Return the text without closing punctuation: full stops, quotes, and closing brackets that were never opened."""
    while text and (
        text[-1] in ".,;:'\""
        or (text[-1] in OPENING_BRACKETS and text.count(text[-1]) > text.count(OPENING_BRACKETS[text[-1]]))
    ):
        text = text[:-1].rstrip()
    return text


class DOIField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return extract_doi(super().to_python(value) or "")
