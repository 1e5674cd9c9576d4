from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "gateway.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue and taxonomy"

    def ready(self) -> None:
        """Connect the signals that the indexes need, and register the account section, welcome step and counts."""
        from accounts import account_sections
        from accounts.models import User
        from accounts.models.user import get_public_values
        from accounts.views.welcome import register_step
        from gateway.catalogue import search_index, signals
        from gateway.catalogue.health import deployment_checks, kind_checks  # noqa: F401 (registers the checks)
        from gateway.catalogue.models import Keyword, KeywordOnItem
        from gateway.catalogue.page_cache import register_hit_counter
        from gateway.catalogue.taxonomy.welcome_phases import PHASES_STEP
        from gateway.catalogue.usage.search_log import SEARCHED_COUNT_NAME, count_words
        from gateway.catalogue.views.saved_items import SavedItemAccountHooks

        signals.connect_signals()
        signals.connect_page_signals(Keyword, is_shown_when_new=False)
        signals.connect_page_signals(KeywordOnItem, get_values=signals.make_published_values_getter("content_object"))
        signals.connect_page_signals(User, get_values=get_public_values, is_shown_when_new=False)
        account_sections.register_hooks(SavedItemAccountHooks())
        register_step(PHASES_STEP)
        register_hit_counter(SEARCHED_COUNT_NAME, count_words)
        search_index.connect_models()
