"""The app of publishers and what they publish."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """Publishers and publications; adds the publisher to what visitors can filter by."""

    name = "resources"
    verbose_name = "Publishers and publications"

    def ready(self) -> None:
        """Hands the catalogue the publisher as one more thing to filter by, and people what they hold here."""
        from accounts import belongings
        from resources import facet
        from resources.belongings import Publishing

        facet.register()
        belongings.register(Publishing())
