"""The form with which an editor decides on a waiting example."""

from __future__ import annotations

from typing import Any

from django import forms

from gateway.catalogue.text.characters import strip_invisible
from practice.examples.story_parts import STORY_PARTS

PUBLISH_CHOICE, PUBLISH_OVER_CHOICE, RETURN_CHOICE = "publish", "publish-over", "return"
MAX_COMMENT_LENGTH = 2_000
COMMENT_PREFIX = "comment_"


class ReviewForm(forms.Form):
    """A decision to publish or to return, with a reason and a comment on any part."""

    reason = forms.CharField(
        required=False,
        max_length=MAX_COMMENT_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        label="To the author",
        help_text="If you return it, say what is good first, then what is still needed. We will email this.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in STORY_PARTS:
            self.fields[COMMENT_PREFIX + part.field] = forms.CharField(
                required=False,
                max_length=MAX_COMMENT_LENGTH,
                widget=forms.Textarea({"rows": 2}),
                label=f"Comment on “{part.heading}”",
            )

    def clean_reason(self) -> str:
        """Return the reason, which is required if the example is returned."""
        reason = strip_invisible(self.cleaned_data["reason"]).strip()
        if self.data.get("decision") == RETURN_CHOICE and not reason:
            raise forms.ValidationError("Enter a reason, so that the author knows what to change.")
        return reason

    @property
    def comments(self) -> dict[str, str]:
        return {
            part.field: strip_invisible(self.cleaned_data.get(COMMENT_PREFIX + part.field, "")).strip()
            for part in STORY_PARTS
        }

    def get_comment_field(self, field: str) -> forms.BoundField:
        return self[COMMENT_PREFIX + field]
