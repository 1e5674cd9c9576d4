"""Schools, their members and messages, and practice examples with their files and reviews."""

from practice.models.example import Evidence, PracticeExample
from practice.models.message import MessageReport, SchoolMessage
from practice.models.practice_file import PracticeFile, copy_files
from practice.models.review_comment import ReviewComment
from practice.models.school import School, SizeBand
from practice.models.school_import import SchoolImport
from practice.models.school_membership import SchoolMembership

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
