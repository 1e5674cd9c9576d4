"""Tests of how texts become tokens, and of reindexing everything when the rules change."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import connection
from modelsearch.models import IndexEntry

from gateway.catalogue.models import AnalysisVersion, ToIndex
from gateway.catalogue.text.tokens import (
    ACRONYMS,
    ANALYSIS_VERSION,
    EQUIVALENT_STEMS,
    STOP_WORDS,
    get_joined_tokens,
    tokenise,
)
from tests.factories import make_publication

SAMPLE = """
Dyslexic learners' self-esteem; autistic pupils: what helps? Behaviour, behavior, organisation and organization. Café,
naïve, Zoë’s 1:1 support. SENCo & EHCP
reviews aren't "tick-box". Anxiety, anxious, epilepsy, communicating,
hopefulness, teachers' and therapists' training; reading, readers, written, writing;
PRU, SEMH, 16-19, KS2, e-safety, co-operation. A.D.H.D. in Y4; HLTAs; colours, specialised.
"""
DIGESTS = {4: "bf69794907c9"}
"""The digest of the sample's tokens and of the word lists, by version of the rules."""


def digest() -> str:
    """Return a hash of the tokens of the sample and of the lists that the rules use."""
    lists = [
        *sorted(STOP_WORDS),
        *sorted(ACRONYMS),
        *(f"{stem}={other}" for stem, other in sorted(EQUIVALENT_STEMS.items())),
    ]
    rules = " ".join([*tokenise(SAMPLE), *get_joined_tokens(SAMPLE), *lists])
    return sha256(rules.encode()).hexdigest()[:12]


def test_who_changes_the_rules_raises_their_version():
    assert digest() == DIGESTS[ANALYSIS_VERSION], "raise ANALYSIS_VERSION and add its digest here"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoe\N{COMBINING DIAERESIS}", "Zoë"),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("dys\N{SOFT HYPHEN}lexia", "dyslexia"),
        ("dyslexia\N{ZERO WIDTH SPACE}", "dyslexia"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}dys\N{ZERO WIDTH JOINER}lexia", "dyslexia"),
        ("\N{LATIN SMALL LIGATURE FI}nding", "finding"),
        ("ＳＥＮＤ", "send"),
    ],
)
def test_what_looks_the_same_is_the_same(one, other):
    assert tokenise(one) == tokenise(other) != []


@pytest.mark.parametrize(
    "forms",
    [
        ["ADHD", "A.D.H.D.", "a.d.h.d", "A. D. H. D.", "A D H D"],
        ["SEND", "S.E.N.D.", "SEN.D"],
        ["SENCOs", "s.e.n.c.o.", "Senco’s"],
        ["IT", "I.T.", "i.t."],
        ["TAs", "T.A.s", "tas", "TA’s"],
        ["HLTAs", "HLTA", "hltas"],
        ["DSLs", "dsl", "D.S.L."],
        ["SpLD", "Sp.L.D."],
        ["one-to-one", "1:1", "1-1", "1 to 1", "one to one", "1-2-1"],
        ["Year 4", "Y4", "y4", "Yr 4", "yr4", "year four", "year-4"],
        ["Key Stage 2", "KS2", "ks 2", "key stage two"],
        ["wellbeing", "well being"],
        ["behaviour", "behavior", "BEHAVIORS"],
        ["colour", "colors"],
        ["specialised", "specialized"],
        ["paediatric", "pediatric"],
        ["centre", "center"],
        ["counsellors", "counselors", "counselling"],
        ["diagnosis", "diagnoses", "diagnosed"],
        ["analyse", "analyze"],
        ["practise", "practice"],
    ],
    ids=str,
)
def test_a_word_is_one_however_it_is_written(forms):
    assert {(*tokenise(form), *get_joined_tokens(form)) for form in forms} == {
        (*tokenise(forms[0]), *get_joined_tokens(forms[0]))
    }
    assert tokenise(forms[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At the end.In a school", ["end", "school"]),
        ("Plan A. I read", ["plan", "read"]),
        ("gov.uk", ["gov", "uk"]),
        ("2:1 or 1-1-2024", ["2", "1", "1", "1", "2024"]),
        ("year 2024, Y42, y2k", ["year", "2024", "y42", "y2k"]),
        ("laboratory", ["laboratori"]),
        ("doing well", ["well"]),
    ],
)
def test_what_only_looks_like_an_abbreviation_is_left_alone(text, expected):
    assert tokenise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT for all", ["at"]),
        ("look at it", ["look"]),
        ("ME", ["me"]),
        ("LOOK AT IT WITH ME", ["look"]),
        ("The IT room", ["it", "room"]),
    ],
)
def test_a_stop_word_in_capitals_is_an_acronym_unless_all_is_in_capitals(text, expected):
    assert tokenise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A multi-sensory room", ["multisensori"]),
        ("COVID‑19", ["covid19"]),
        ("well-being", ["wellb"]),
        ("pages 5-11, 2024-25", []),
        ("a one-page-profile", ["onepageprofil", "onepag", "pageprofil"]),
        ("- no hyphen -", []),
    ],
)
def test_a_word_with_a_hyphen_is_also_known_without_it(text, expected):
    assert get_joined_tokens(text) == expected


@pytest.mark.django_db
def test_migrate_has_everything_indexed_again_after_the_rules_changed(client):
    make_publication("Chess")
    call_command("check_index")
    IndexEntry.objects.update(**{"title_text" if connection.vendor == "postgresql" else "title": "dialect"})
    AnalysisVersion.objects.update_or_create(pk=1, defaults={"value": ANALYSIS_VERSION - 1})

    call_command("migrate", verbosity=0)

    assert ToIndex.objects.count() == 1
    assert AnalysisVersion.objects.get().value == ANALYSIS_VERSION
    assert [card.title for card in client.get("/browse/", {"q": "chess"}).context["found"].items] == ["Chess"]
    call_command("check_index")


@pytest.mark.django_db
def test_migrate_leaves_the_index_alone_while_the_rules_are_the_same():
    make_publication("Chess")
    call_command("check_index")

    call_command("migrate", verbosity=0)

    assert not ToIndex.objects.exists()
