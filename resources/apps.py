from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = "Publishers and publications"

    def ready(self) -> None:
        """Register the publisher facet, account sections, notifications, rate limits and page cache rules."""
        from accounts import account_sections
        from accounts.monitoring.security_log import register_logged_rows
        from accounts.notification_sources import register_source
        from accounts.rate_limits.middleware import register_draft_urls
        from gateway.catalogue.page_cache import register_hit_counter
        from gateway.catalogue.signals import connect_page_signals, make_published_values_getter
        from resources.models import Membership, PublicationFile, PublicationLink, Publisher
        from resources.publications import form_section_checks, notifications  # noqa: F401 (the first registers a check)
        from resources.publishers import facet_publisher
        from resources.publishers.account_publishers import PublisherAccountHooks
        from resources.statistics.counts import VIEW_COUNT_NAME, count_view

        facet_publisher.register_groups()
        register_logged_rows(Membership, "role at a publisher", "publisher_id", "user_id", "role")
        account_sections.register_hooks(PublisherAccountHooks())
        register_source(notifications.PUBLICATION_SOURCE)
        register_draft_urls(*(f"admin:resources_publication_{name}" for name in ("add", "copy", "revise")))
        connect_page_signals(Publisher)
        connect_page_signals(PublicationFile, PublicationLink, get_values=make_published_values_getter("publication"))
        register_hit_counter(VIEW_COUNT_NAME, count_view)
