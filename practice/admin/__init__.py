"""The admin of schools, their members, messages reported to editors, and practice examples."""

from practice.admin.example import PracticeExampleAdmin
from practice.admin.message_report import MessageReportAdmin
from practice.admin.school import SchoolAdmin, SchoolImportAdmin
from practice.admin.school_membership import SchoolMembershipAdmin

__all__ = ["MessageReportAdmin", "PracticeExampleAdmin", "SchoolAdmin", "SchoolImportAdmin", "SchoolMembershipAdmin"]
