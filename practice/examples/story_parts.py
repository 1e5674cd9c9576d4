"""The parts of a practice example: question, heading, guidance and advised length."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a story. `words` is the advised length, which is not enforced."""

    field: str
    question: str
    heading: str
    guidance: str
    words: tuple[int, int] | None = None
    is_needed: bool = True


TITLE_PART = Part(
    "title",
    "What would you call it?",
    "Title",
    "Say what you did and for whom. You can change it later. For example: “A slow start to the day for pupils who "
    "dread arriving”.",
)
SUMMARY_PART = Part(
    "summary",
    "Sum it up in one or two sentences",
    "Summary",
    "People see this under the title in lists. Say what you did and what changed. It is easiest to write last.",
    (20, 60),
)
NEED_PARTS = (
    TITLE_PART,
    Part(
        "need",
        "What was the need?",
        "The need",
        "What did you notice, and how did you know? Describe a group or a type of need. Never describe one child so "
        "closely that a neighbour would know who it is.",
        (60, 200),
    ),
    Part(
        "who_for",
        "Who was it for?",
        "Who it was for",
        "How many pupils, how old, with what needs. For example: “11 pupils in Years 3 and 4 with speech, language and "
        "communication needs”.",
    ),
)
ACTION_PARTS = (
    Part(
        "what_we_did",
        "What did you do, step by step?",
        "What we did",
        "Put each step on a new line. We will number them. Give enough detail for a colleague at another school to do "
        "the same on Monday.",
        (80, 300),
    ),
    Part(
        "who_did_it",
        "Who did it?",
        "Who did it",
        "Their roles, not their names. For example: “Two class teachers and a teaching assistant”.",
    ),
    Part(
        "how_long",
        "How long did it take?",
        "Time",
        "How long in total, and how much of each week. For example: “Two terms; 20 minutes, three times a week”.",
    ),
    Part(
        "cost",
        "What did it cost?",
        "Cost",
        "Money and staff time, roughly. “Nothing but time” is an answer too.",
    ),
)
OUTCOME_PARTS = (
    Part(
        "what_changed",
        "What changed?",
        "What changed",
        "Start with pupils, then families and staff. If something did not change, say so. Readers will trust you more.",
        (50, 200),
    ),
    Part(
        "evidence_kind",
        "What is your strongest evidence?",
        "Kind of evidence",
        "Choose one. “What staff noticed” is fine.",
    ),
    Part(
        "evidence",
        "How do you know?",
        "How we know",
        "Say what you looked at, when, and who looked. How sure are you that your work made the difference?",
        (20, 120),
    ),
    Part(
        "numbers",
        "Figures, if you have any",
        "In figures",
        "Before and after, and for how many pupils. Leave out any group small enough to identify a pupil.",
        (10, 80),
        is_needed=False,
    ),
    Part(
        "what_did_not_work",
        "What did not work?",
        "What did not work",
        "Colleagues often read this first. What did you drop, change or underestimate?",
        (30, 120),
    ),
    Part(
        "what_next",
        "What would you do next?",
        "What we would do next",
        "Or what you would do differently if you started again.",
        (10, 80),
        is_needed=False,
    ),
)
STORY_PARTS = (*NEED_PARTS, *ACTION_PARTS, *OUTCOME_PARTS, SUMMARY_PART)
PARTS_BY_FIELD = {part.field: part for part in STORY_PARTS}


def get_stage(name: str) -> str:
    """Return the step of the sharing form in which a part is asked."""
    stages = {"need": NEED_PARTS, "did": ACTION_PARTS, "changed": OUTCOME_PARTS}
    return next((stage for stage, parts in stages.items() if name in {part.field for part in parts}), "finish")


def count_words(text: str) -> int:
    return len(text.split())


def describe_length(part: Part, text: str) -> str:
    """Return advice on the length of a text, or "" if the part has no advised length."""
    if not part.words:
        return ""
    least, most = part.words
    count = count_words(text)
    advice = f"{least} to {most} words is a good length, but shorter or longer is fine."
    return f"{count:,} word{'' if count == 1 else 's'} so far. {advice}" if count else advice
