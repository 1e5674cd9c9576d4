"""Forms in which members say where they work."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from practice.lookup.email_domains import get_domain, is_public_mail, may_be_school_domain
from practice.lookup.postcodes import read_postcode
from practice.models import School, SchoolMembership
from practice.models.school import MAX_QUERY_LENGTH


class SearchForm(forms.Form):
    q = forms.CharField(label="Name, town, postcode or URN", max_length=MAX_QUERY_LENGTH, required=False)


class RoleForm(forms.ModelForm):
    class Meta:
        model = SchoolMembership
        fields: ClassVar = ["role"]
        widgets: ClassVar = {"role": forms.TextInput(attrs={"autocomplete": "organization-title"})}


class WorkEmailForm(forms.Form):
    work_email = forms.EmailField(
        label="Your email address at the school",
        max_length=254,
        help_text="We will send a link to this address. Only the person who confirms you can see it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_work_email(self) -> str:
        """Return the address. Raise ValidationError if its domain can never show where a member works."""
        address = self.cleaned_data["work_email"].strip()
        domain = get_domain(address)
        if is_public_mail(domain):
            raise ValidationError("Anyone can have an address there. Enter the one that your school gave you.")
        if not may_be_school_domain(domain):
            raise ValidationError("Many schools share this address. Ask a colleague or our editors to confirm you.")
        return address


class AddSchoolForm(forms.ModelForm):
    """A school or setting that is not in Get Information About Schools, and the member's role there."""

    role = RoleForm.base_fields["role"]

    class Meta:
        model = School
        fields: ClassVar = ["name", "town", "postcode", "phases", "website"]
        labels: ClassVar = {"name": "Name of the school or setting", "phases": "Ages", "website": "Website"}
        help_texts: ClassVar = {"website": "Optional. This helps our editors to check.", "phases": ""}
        widgets: ClassVar = {
            "phases": forms.CheckboxSelectMultiple(),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "website": forms.URLInput(attrs={"autocomplete": "url"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("town", "postcode", "phases"):
            self.fields[name].required = True

    def clean_postcode(self) -> str:
        """Return the postcode. Raise ValidationError if it is not a full one."""
        postcode = read_postcode(self.cleaned_data["postcode"])
        if postcode is None or not postcode.inward:
            raise ValidationError("Enter a full postcode, such as LS1 4AP.")
        return str(postcode)
