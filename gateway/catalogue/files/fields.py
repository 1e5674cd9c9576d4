from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from gateway.catalogue.files.checks.upload import CheckedUpload, check_upload
from gateway.catalogue.files.file_kinds import get_file_kinds
from gateway.catalogue.files.names import clean_name


def build_accept_attribute(endings: Collection[str]) -> str:
    """Return the `accept` attribute: the kinds of file that a browser offers to choose."""
    return ",".join(f".{ending}" for ending in get_file_kinds() if not endings or ending in endings)


def build_hint(endings: Collection[str], several: bool) -> str:
    """Return a sentence about what may be added."""
    taken = [kind for ending, kind in get_file_kinds().items() if not endings or ending in endings]
    *first, last = dict.fromkeys(kind.short_name for kind in taken)
    what = f"{', '.join(first)} or {last}" if first else last
    most = f"{settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)} MB"
    each = f"Up to {most} each. You can choose several at once, or drag them here."
    return f"{what}. {each if several else f'Up to {most}.'}"


class UploadInput(forms.FileInput):
    """One file; if there is one already, a link to it and a choice of another in its place."""

    template_name = "components/file-input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        stored = getattr(value, "instance", None) if value else None
        context["stored"] = stored if stored and stored.pk else None
        return context


class UploadsInput(forms.FileInput):
    """Several files, chosen or dropped; a script adds an input for the title of each.

    A form that is shown again with errors has lost its files, because browsers do not keep them, and says so.
    """

    allow_multiple_selected = True
    template_name = "components/multiple-file-input.html"

    class Media:
        css = {"all": ["css/uploads.css"]}  # noqa: RUF012
        js = (forms.Script("js/uploads.js", defer=True),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "uploads", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["lost"] = ", ".join(clean_name(file.name) for file, _ in value or ())
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[Any, str]]:
        """Return the files, each with the title that was typed for it."""
        chosen = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        titles = data.getlist(f"{name}-title") if hasattr(data, "getlist") else []
        return [(file, titles[place] if place < len(titles) else "") for place, file in enumerate(chosen)]


class UploadField(forms.FileField):
    """One file as a CheckedUpload; if `endings` are given, only of those kinds."""

    widget = UploadInput

    def __init__(self, *args: Any, endings: Collection[str] = (), **kwargs: Any) -> None:
        self.endings = endings
        kwargs.setdefault("help_text", build_hint(endings, several=False))
        kwargs.pop("max_length", None)
        super().__init__(*args, **kwargs)
        self.error_messages["required"] = "Choose a file."

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": build_accept_attribute(self.endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked upload, or the previous value if no file was chosen."""
        if isinstance(data, UploadedFile):
            return check_upload(data, endings=self.endings)
        return super().clean(data, initial)


class UploadsField(forms.Field):
    """Several files at once, as a list of CheckedUploads with their titles."""

    widget = UploadsInput

    def __init__(self, *args: Any, endings: Collection[str] = (), most: int = 20, **kwargs: Any) -> None:
        self.endings, self.most = endings, most
        kwargs.setdefault("help_text", build_hint(endings, several=True))
        super().__init__(*args, **kwargs)
        self.error_messages["required"] = "Choose a file."

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": build_accept_attribute(self.endings)}

    def clean(self, data: list[tuple[Any, str]] | None) -> list[CheckedUpload]:
        """Return every file, checked, or raise ValidationError with the reason for each that is refused."""
        super().clean(data)
        if len(data or ()) > self.most:
            raise ValidationError(f"Add up to {self.most} files at a time.")
        checked, refusals = [], []
        for file, title in data or ():
            try:
                checked.append(check_upload(file, title=title, endings=self.endings))
            except ValidationError as refusal:
                refusals.append(refusal)
        if refusals and checked:
            refusals.append(ValidationError("We did not add the other files either. Choose them again."))
        if refusals:
            raise ValidationError(refusals)
        return checked

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)
