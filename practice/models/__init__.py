"""Schools, who belongs to them, and their practice examples, with the reviews that examples go through."""

from practice.models.example import Evidence, PracticeExample
from practice.models.file import PracticeFile, copy_files
from practice.models.imported import SchoolImport
from practice.models.membership import SchoolMembership
from practice.models.message import MessageReport, SchoolMessage
from practice.models.review import ReviewComment
from practice.models.school import School, SizeBand

__all__ = [
    "Evidence",
    "MessageReport",
    "PracticeExample",
    "PracticeFile",
    "ReviewComment",
    "School",
    "SchoolImport",
    "SchoolMembership",
    "SchoolMessage",
    "SizeBand",
    "copy_files",
]
