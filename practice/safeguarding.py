"""A check of texts for what might identify a pupil: names, dates of birth, UPNs, phone numbers and e-mail addresses.

It helps an author to look again and never decides: each finding is shown with the words around it, and the author may
send the text as it is. Missing an unusual name is better than warning about ordinary prose, so a capitalised word
counts as a name only if it is a common given name that is not an everyday word, or if the words around it show that it
is one ("a boy called …", "… , aged 7").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import timezone

DATA_FOLDER = Path(__file__).parent / "data"
SCHOOL_AGES = range(5, 20)
CHARACTERS_AROUND = 40
MAX_WARNINGS = 50
MAX_TEXT_LENGTH = 20_000

EMAIL_PATTERN = re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}")
UPN_PATTERN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)
PHONE_PATTERN = re.compile(r"(?<![\d.,£/-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|0)(?:\d[\s-]?){8,9}\d(?![\d.,]*\d)")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_PATTERN = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
NUMERIC_DATE_PATTERN = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/-])")
WRITTEN_DATE_PATTERN = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({MONTH_PATTERN}[a-z]{{0,6}}),? (\d{{4}})\b", re.IGNORECASE
)
BIRTH_PATTERN = re.compile(r"\b(?:born|d\.?o\.?b\.?|date of birth|birthday)\b", re.IGNORECASE)

NAME_PATTERN = r"[A-Z][a-z]{1,20}(?:-[A-Z]?[a-z]{1,20})?"
CALLED_NAME_PATTERN = re.compile(
    rf"\b(?:pupil|child|boy|girl|student|learner|son|daughter|brother|sister)s?,? "
    rf"(?:called|named|known as) ({NAME_PATTERN})"
)
NAME_WITH_AGE_PATTERN = re.compile(
    rf"\b({NAME_PATTERN}),? \(?(?:aged?|who is) (?:\d{{1,2}}\b|(?:two|three|four|five|six|seven|eight|nine|ten)\b)"
)
NAME_WITH_YEAR_PATTERN = re.compile(rf"\b({NAME_PATTERN}) \((?:Year|Y) ?\d{{1,2}}\)")
NAME_WITH_FAMILY_PATTERN = re.compile(
    rf"\b({NAME_PATTERN})['’]s (?:mum|mother|dad|father|parents|family|carers?|foster|gran|nan|EHCP?|diagnosis)\b"
)
NAME_WITH_TITLE_PATTERN = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? ({NAME_PATTERN})")
CAPITALISED_WORD_PATTERN = re.compile(rf"(?<![\w’'-])({NAME_PATTERN})(?:['’]s)?(?: ({NAME_PATTERN}))?")
WORDS_BEFORE_PLACE_PATTERN = re.compile(
    r"(?:\bSt\.?|\bSaint|\bQueen|\bKing|\bPrince|\bPrincess|\bSir|\bDr|\bProfessor|\bLord|\bLady) $"
)
WORDS_AFTER_PLACE_PATTERN = re.compile(
    r"^(?:['’]s)? (?:Primary|Infant|Junior|Secondary|High|Grammar|Academy|School|College|Nursery|Trust|Hospital|Church|"
    r"Street|Road|Avenue|House|Centre|Park|Federation|Foundation|University|Institute|Award|Scale|Test|Profile|Potter|Parks|Shakespeare|"
    r"Appeal|[Cc]lass|[Rr]oom|[Gg]roup|[Bb]ase|et al)\b"
)


@dataclass(frozen=True)
class Finding:
    """A passage to look at again: what it may be, its words, and a few words around them."""

    what: str
    words: str
    around: str


def find_identifiers(text: str, today: date | None = None) -> list[Finding]:
    """Return what might identify a pupil in the first `MAX_TEXT_LENGTH` characters of a text, in order of position."""
    text = text[:MAX_TEXT_LENGTH]
    found: dict[tuple[int, int], str] = {}
    for what, start, end in run_checks(text, today or timezone.localdate()):
        overlapping = [there for there in found if start < there[1] and there[0] < end]
        if all(found[there] == what and start <= there[0] and there[1] <= end for there in overlapping):
            found = {there: kind for there, kind in found.items() if there not in overlapping}
            found[start, end] = what
    spans = sorted(found)[:MAX_WARNINGS]
    return [Finding(found[span], text[slice(*span)], quote_around(text, *span)) for span in spans]


def run_checks(text: str, today: date) -> Iterator[tuple[str, int, int]]:
    """Yield what each check finds as its kind, start and end, the most certain checks first."""
    for what, pattern in (
        ("an email address", EMAIL_PATTERN),
        ("a UPN", UPN_PATTERN),
        ("a phone number", PHONE_PATTERN),
    ):
        for match in pattern.finditer(text):
            yield what, match.start(), match.end()
    yield from find_dates_of_birth(text, today)
    yield from find_names(text)


def find_dates_of_birth(text: str, today: date) -> Iterator[tuple[str, int, int]]:
    """Yield dates next to words about birth, and numeric dates that could be the birthday of a pupil."""
    for pattern in (NUMERIC_DATE_PATTERN, WRITTEN_DATE_PATTERN):
        for match in pattern.finditer(text):
            born = parse_date(match[1], match[2], match[3], today)
            if born is None:
                continue
            is_about_birth = BIRTH_PATTERN.search(text[max(match.start() - CHARACTERS_AROUND, 0) : match.start()])
            is_likely = pattern is NUMERIC_DATE_PATTERN and (today - born).days // 365 in SCHOOL_AGES
            if is_about_birth or is_likely:
                yield "a date of birth", match.start(), match.end()


def parse_date(day: str, month: str, year: str, today: date) -> date | None:
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    whole_year = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        found = date(whole_year, number, int(day))
    except ValueError:
        return None
    return found if found <= today else None


def find_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield words that are probably the name of a pupil or of an adult close to one, with the kind, start and end."""
    for pattern in (CALLED_NAME_PATTERN, NAME_WITH_AGE_PATTERN, NAME_WITH_YEAR_PATTERN, NAME_WITH_FAMILY_PATTERN):
        for match in pattern.finditer(text):
            if match[1].lower() not in load_words("no_names.txt"):
                yield "a name", match.start(1), match.end(1)
    for match in NAME_WITH_TITLE_PATTERN.finditer(text):
        yield "the name of an adult", match.start(), match.end()
    for match in CAPITALISED_WORD_PATTERN.finditer(text):
        if match[1].lower() in load_words("given_names.txt") and not is_part_of_other_name(text, match):
            surname = match[2] and match[2].lower() not in load_words("no_names.txt")
            yield "a name", match.start(1), match.end(2) if surname else match.end(1)


def is_part_of_other_name(text: str, match: re.Match[str]) -> bool:
    """Return whether the name belongs to a saint, a school, a street or a test rather than to a person."""
    before, after = text[max(match.start() - 12, 0) : match.start()], text[match.end(1) : match.end() + 30]
    following = text[match.end() : match.end() + 20]
    return bool(
        WORDS_BEFORE_PLACE_PATTERN.search(before)
        or WORDS_AFTER_PLACE_PATTERN.match(after)
        or WORDS_AFTER_PLACE_PATTERN.match(following)
    )


@cache
def load_words(file: str) -> frozenset[str]:
    """Return a list of words in lower case.

    `given_names.txt` has common given names that are not everyday words; `no_names.txt` has words that begin sentences
    or refer to people, and are never names.
    """
    return frozenset((DATA_FOLDER / file).read_text("utf-8").split())


def quote_around(text: str, start: int, end: int) -> str:
    """Return the found words with a few on either side, on one line."""
    before, after = text[max(start - CHARACTERS_AROUND, 0) : start], text[end : end + CHARACTERS_AROUND]
    before = before if start <= CHARACTERS_AROUND else "…" + before.partition(" ")[2]
    after = after if end + CHARACTERS_AROUND >= len(text) else after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def find_in_file_name(name: str) -> list[Finding]:
    """Return what might identify a pupil in a file's name, where names may be in lower case and joined by signs."""
    stem = name.rpartition(".")[0] or name
    spaced = re.sub(r"[_+%]+|(?<=[a-z])(?=[A-Z])", " ", stem)
    found = find_identifiers(spaced)
    seen = {finding.words.lower() for finding in found}
    for word in re.findall(r"[^\W\d_]+", spaced):
        if word.lower() in load_words("given_names.txt") and not any(word.lower() in there for there in seen):
            found.append(Finding("a name", word, name))
            seen.add(word.lower())
    return [Finding(each.what, each.words, name) for each in found]


def check_texts(texts: Mapping[str, str], file_names: Mapping[str, str] | None = None) -> dict[str, list[Finding]]:
    """Return the findings of several texts and file names by label, without labels that have none."""
    found = {label: find_identifiers(text) for label, text in texts.items()}
    found |= {label: find_in_file_name(name) for label, name in (file_names or {}).items()}
    return {label: each for label, each in found.items() if each}
