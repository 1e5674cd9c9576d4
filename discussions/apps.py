"""The app of questions and comments under items."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Discussions."""

    name = "discussions"

    def ready(self) -> None:
        """Listens for what goes with what was said, and has a say on people's pages and when an account is deleted."""
        from accounts import belongings
        from accounts.notifications.sources import register_source
        from accounts.suspension import allow_while_suspended
        from discussions import departures
        from discussions.belongings import Discussing
        from discussions.following.acts import follow_instead
        from discussions.following.belongings import Following
        from discussions.following.sources import ABOUT_COMMENTS, ABOUT_ITEMS
        from practice import merging

        belongings.register(Discussing())
        belongings.register(Following())
        register_source(ABOUT_COMMENTS)
        register_source(ABOUT_ITEMS)
        departures.listen()
        allow_while_suspended("discussions:report", "discussions:report_member", "discussions:decision")
        allow_while_suspended("discussions:block", "discussions:unblock", "discussions:delete")
        allow_while_suspended("discussions:following", "discussions:follow_change")
        if follow_instead not in merging.ALSO:
            merging.ALSO.append(follow_instead)
