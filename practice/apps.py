from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self) -> None:
        """Register account sections, filters and the rows whose changes public pages must show."""
        from gateway.catalogue.signals import connect_page_signals, get_all_values, make_published_values_getter
        from practice.examples import facet_evidence_and_size
        from practice.models import PracticeFile, School, SchoolMembership
        from practice.models.school_membership import get_public_values

        self.register_with_accounts()
        facet_evidence_and_size.register_groups()
        facet_evidence_and_size.connect_signals()
        connect_page_signals(School, get_values=lambda school: get_all_values(school) if school.is_checked else None)
        connect_page_signals(SchoolMembership, get_values=get_public_values)
        connect_page_signals(PracticeFile, get_values=make_published_values_getter("example"))

    @staticmethod
    def register_with_accounts() -> None:
        from accounts import account_sections
        from accounts.auth.suspension import register_urls_while_suspended
        from accounts.notification_sources import register_source
        from accounts.rate_limits.middleware import register_draft_urls
        from accounts.views.welcome import register_step
        from practice.examples.account_examples import ExampleAccountHooks
        from practice.notifications import SOURCES
        from practice.schools.account_schools import SchoolAccountHooks
        from practice.schools.welcome_school import SCHOOL_STEP

        account_sections.register_hooks(SchoolAccountHooks())
        account_sections.register_hooks(ExampleAccountHooks())
        for source in SOURCES:
            register_source(source)
        register_step(SCHOOL_STEP)
        register_draft_urls("practice:share_new", "practice:tried_too", "practice:change")
        register_urls_while_suspended("practice:report_message", "practice:share_delete")
