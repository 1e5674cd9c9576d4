from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import F

from gateway.catalogue.text.characters import make_one_line
from resources.models import Invitation, Publisher, PublisherApplication, PublisherStep, Role

ROLE_CHOICES = [
    (Role.CONTRIBUTOR, "Contributor: adds and edits what the publisher shares"),
    (Role.OWNER, "Owner: also looks after its page and its people"),
]


class OneLineField(forms.CharField):
    """A text on one line, without invisible characters."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned text, or an empty string if nothing in it is visible."""
        return make_one_line(super().to_python(value) or "")


class ApplicationForm(forms.ModelForm):
    accepts = forms.BooleanField(
        label="I have read the terms for publishers and accept them for my organisation",
        error_messages={"required": "Tick the box if you accept the terms."},
    )

    class Meta:
        model = PublisherApplication
        fields = ("name", "kind", "website", "description", "reason", "voucher_name", "voucher_email")
        field_classes: ClassVar = {"name": OneLineField, "voucher_name": OneLineField}
        labels: ClassVar = {
            "name": "Name of your organisation",
            "kind": "What it is",
            "reason": "What you would like to share",
            "voucher_name": "Who can vouch for you",
            "voucher_email": "Their email address",
        }
        help_texts: ClassVar = {
            "website": "For example: https://www.example.org",
            "description": "Two or three sentences. Visitors will read them on your page.",
            "reason": "Say who it is for too, such as teachers, SENCOs or families.",
            "voucher_name": "The name and role of someone we can ask, such as a head teacher you work with.",
            "voucher_email": "We will only contact them if we have a question. Tell them first.",
        }
        error_messages: ClassVar = {
            "name": {"required": "Enter the name of your organisation."},
            "kind": {"required": "Choose what type of organisation it is."},
            "website": {"required": "Enter its website address."},
            "description": {"required": "Enter what your organisation does."},
            "reason": {"required": "Enter what you would like to share."},
            "voucher_name": {"required": "Enter the name of someone who can vouch for you."},
            "voucher_email": {"required": "Enter their email address."},
        }
        widgets: ClassVar = {
            "description": forms.Textarea({"rows": 4}),
            "reason": forms.Textarea({"rows": 5}),
            "voucher_email": forms.EmailInput({"autocomplete": "off"}),
        }


class ProfileForm(forms.ModelForm):
    """What the public reads about a publisher. It is refused if the profile was changed after it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Publisher
        fields = ("name", "website", "description")
        field_classes: ClassVar = {"name": OneLineField}
        widgets: ClassVar = {"description": forms.Textarea({"rows": 5})}
        help_texts: ClassVar = {"description": "Two or three sentences about what you do."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Publisher.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another publisher has this name.")
        return name

    def set_opened_version(self, version: int) -> None:
        """Let the next save count as an edit of this version."""
        changed: Any = self.data.copy()  # type: ignore[attr-defined]
        changed["version"] = str(version)
        self.data = changed

    def save_unless_changed(self, by: Any) -> bool:
        """Save in the caller's transaction and record the step. Return False if another user saved first."""
        expected = self.cleaned_data["version"]
        if not Publisher.objects.filter(pk=self.instance.pk, version=expected).update(version=F("version") + 1):
            return False
        self.instance.save(update_fields=self.Meta.fields)
        what = ", ".join(name for name in self.changed_data if name != "version")
        if what:
            self.instance.steps.create(what=PublisherStep.What.CHANGED, by=by, reason=f"Changed: {what}.")
        return True


class InvitationForm(forms.ModelForm):
    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect, initial=Role.CONTRIBUTOR)

    class Meta:
        model = Invitation
        fields = ("email", "role")
        labels: ClassVar = {"email": "Email address"}
        widgets: ClassVar = {"email": forms.EmailInput({"autocomplete": "off"})}

    def __init__(self, *args: Any, publisher: Publisher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.publisher = publisher

    def clean_email(self) -> str:
        """Raise ValidationError if the address belongs to a member."""
        email = self.cleaned_data["email"].lower()
        if self.publisher.memberships.filter(user__email__iexact=email).exists():
            raise forms.ValidationError("This person already belongs to the publisher.")
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect)
