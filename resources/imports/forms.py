from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from gateway.catalogue.models import Kind
from resources.imports.spreadsheets.reader import MAX_BYTES, Row, UnreadableFile, open_sheet
from resources.models import BulkImport, Publication, PublicationQuerySet, Publisher
from resources.publications.form.sections import PUBLICATION_KINDS


class UploadForm(forms.Form):
    """A spreadsheet to import. `rows` and `notices` are set once the form is valid."""

    file = forms.FileField(
        label="Spreadsheet",
        max_length=100,
        help_text="CSV or Excel (.xlsx), up to 5,000 rows and 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    rows: list[Row]
    notices: list[str]

    def clean_file(self) -> UploadedFile:
        """Read the table, or raise ValidationError with the reason why it cannot be read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it into several.")
        try:
            sheet = open_sheet(file.read())
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        self.rows, self.notices = sheet.rows, sheet.notices
        return file


class ConfirmForm(forms.Form):
    """The confirmation that the checked rows may be stored, leaving out any refused ones."""

    leave_out = forms.BooleanField(label="Leave out the refused rows and import the others")

    def __init__(self, bulk_import: BulkImport, refused: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["leave_out"]


class ExportForm(forms.Form):
    """Which publications to export, and in which format."""

    publisher = forms.ModelChoiceField(
        Publisher.objects.none(), required=False, to_field_name="slug", empty_label="All"
    )
    kind = forms.ChoiceField(
        choices=[("", "All"), *((kind.value, Kind(kind).plural) for kind in PUBLICATION_KINDS)], required=False
    )
    format = forms.ChoiceField(choices=[("csv", "CSV"), ("xlsx", "Excel (.xlsx)")])

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Publisher.objects.all() if user.is_editor else Publisher.objects.for_user(user)
        self.user = user
        self.fields["publisher"].queryset = mine  # type: ignore[attr-defined]

    def get_publications(self) -> PublicationQuerySet:
        """Return the chosen publications that the user may edit."""
        mine = Publication.objects.editable_by(self.user).originals()
        chosen = {name: self.cleaned_data[name] for name in ("publisher", "kind") if self.cleaned_data[name]}
        return mine.filter(**chosen)
