"""The picture of a PDF's first page, drawn in the background."""

from __future__ import annotations

from django.apps import apps
from django.core.files.base import ContentFile
from django.tasks import task

from gateway.catalogue.files.checks.pdf import draw_first_page
from gateway.catalogue.files.errors import FileRefused


@task
def make_preview(model: str, pk: int, sha256: str) -> bool:
    """Draw the first page of a stored file, keep it, and return whether there is a picture now.

    Running it twice changes nothing, and a file that has been replaced in the meantime is left to its own task.
    """
    files = apps.get_model(model)._default_manager.filter(pk=pk, sha256=sha256, preview="")
    stored = files.first()
    if stored is None:
        return False
    try:
        with stored.file.open("rb") as file:
            picture = draw_first_page(file.read())
    except (FileNotFoundError, FileRefused):
        return False
    stored.preview.save("preview.webp", ContentFile(picture), save=False)
    if files.update(preview=stored.preview.name):
        return True
    stored.preview.delete(save=False)
    return False
