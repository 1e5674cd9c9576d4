"""The forms to post, ask, reply and edit."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from discussions.comments.post_target import PostTarget
from discussions.comments.validation import clean_comment_text

COMMENT_CHOICE, QUESTION_CHOICE = "comment", "question"
KIND_CHOICES = [(COMMENT_CHOICE, "A comment"), (QUESTION_CHOICE, "A question (you can mark the reply that answers it)")]


class ReplyForm(forms.Form):
    """A reply with a key, so that it is posted once however often the form is sent."""

    text = forms.CharField(
        label="Your reply",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter some text."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("kind", "text", "form_key")

    def __init__(self, *args: Any, keyed: bool = True, **options: Any) -> None:
        """Leave out the form key unless `keyed`: a page shared by visitors must not have anything random."""
        super().__init__(*args, **options)
        if keyed:
            self.initial.setdefault("form_key", uuid.uuid4())
        else:
            del self.fields["form_key"]

    def clean_text(self) -> str:
        return clean_comment_text(self.cleaned_data["text"])

    @property
    def is_question(self) -> bool:
        """Return whether the post is a question, which a reply never is."""
        return self.cleaned_data.get("kind") == QUESTION_CHOICE


class NewThreadForm(ReplyForm):
    """A comment or question that begins a thread."""

    kind = forms.ChoiceField(
        label="What do you want to post?", choices=KIND_CHOICES, initial=COMMENT_CHOICE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = "Your comment or question"


class AskForm(ReplyForm):
    """A question to the community. `seen` is the text for which the writer has been shown similar questions."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = "Your question"

    @property
    def is_question(self) -> bool:
        return True


def make_form(target: PostTarget, *args: Any, **options: Any) -> ReplyForm:
    """Return the form of a target. Its element IDs begin with the target's name."""
    form_class = ReplyForm if target.parent else AskForm if target.focus_area else NewThreadForm
    return form_class(*args, auto_id=f"{target.name}_%s", keyed=target.viewer.is_member, **options)


class EditForm(ReplyForm):
    """An edit of a comment, with the version that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = "Your post"
        del self.fields["form_key"]
