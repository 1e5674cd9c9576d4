"""Schools, who belongs to them and what they share, in the admin, for editors."""

from practice.admin.example import PracticeExampleAdmin
from practice.admin.membership import SchoolMembershipAdmin
from practice.admin.message import MessageReportAdmin
from practice.admin.school import SchoolAdmin, SchoolImportAdmin

__all__ = ["MessageReportAdmin", "PracticeExampleAdmin", "SchoolAdmin", "SchoolImportAdmin", "SchoolMembershipAdmin"]
