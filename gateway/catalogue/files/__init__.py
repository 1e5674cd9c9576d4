"""Files that users upload: checked by their bytes, stored under unguessable names, sent so that nothing runs.

In a form, use `UploadField` (one file) or `UploadsField` (several, with titles); both clean to `CheckedUpload`s and
need the form's media in the page. A model that holds files extends `gateway.catalogue.models.StoredFile`; its manager's
`store(upload, **fields)` creates a row and its file together. Wrap the code that saves in
`open_file_transaction(form, "files")`, so that a full disk becomes an error of the form. A view sends a file with
`download(request, stored_file)`.
"""

from gateway.catalogue.files.checks.upload import CheckedUpload, check_upload
from gateway.catalogue.files.fields import UploadField, UploadInput, UploadsField
from gateway.catalogue.files.file_kinds import IMAGE_ENDINGS, FileKind, get_file_kind, get_file_kinds
from gateway.catalogue.files.file_transaction import FileTransactionMixin, open_file_transaction
from gateway.catalogue.files.names import clean_name, make_title
from gateway.catalogue.files.storage import NotStored

__all__ = [
    "IMAGE_ENDINGS",
    "CheckedUpload",
    "FileKind",
    "FileTransactionMixin",
    "NotStored",
    "UploadField",
    "UploadInput",
    "UploadsField",
    "check_upload",
    "clean_name",
    "get_file_kind",
    "get_file_kinds",
    "make_title",
    "open_file_transaction",
]
