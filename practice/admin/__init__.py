"""Schools and who belongs to them in the admin, for editors."""

from practice.admin.membership import SchoolMembershipAdmin
from practice.admin.message import MessageReportAdmin
from practice.admin.school import SchoolAdmin, SchoolImportAdmin

__all__ = ["MessageReportAdmin", "SchoolAdmin", "SchoolImportAdmin", "SchoolMembershipAdmin"]
