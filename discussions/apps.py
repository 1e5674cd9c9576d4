from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"

    def ready(self) -> None:
        """Register with other apps, connect the signals, and move follows when schools are merged."""
        from discussions import signals
        from discussions.follows.follow import move_follows
        from practice.schools.merge import register_move

        self.register_with_accounts()
        signals.connect_signals()
        register_move(move_follows)

    @staticmethod
    def register_with_accounts() -> None:
        from accounts import account_sections
        from accounts.auth.suspension import register_urls_while_suspended
        from accounts.notification_sources import register_source
        from accounts.views.welcome import register_step
        from discussions.account_comments import CommentAccountHooks
        from discussions.follows.account_follows import FollowAccountHooks
        from discussions.follows.welcome_areas import AREAS_STEP
        from discussions.notifications.sources import COMMENT_SOURCE, ITEM_SOURCE

        account_sections.register_hooks(CommentAccountHooks())
        account_sections.register_hooks(FollowAccountHooks())
        register_source(COMMENT_SOURCE)
        register_source(ITEM_SOURCE)
        register_step(AREAS_STEP)
        register_urls_while_suspended("discussions:report", "discussions:report_member", "discussions:decision")
        register_urls_while_suspended("discussions:block", "discussions:unblock", "discussions:delete")
        register_urls_while_suspended("discussions:following", "discussions:follow_change")
