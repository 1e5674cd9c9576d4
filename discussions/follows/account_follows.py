"""What the account page shows of a member's follows.

The follows themselves are deleted with the account by their foreign keys.
"""

from __future__ import annotations

from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from discussions.follows.followable import make_followed_row
from discussions.follows.welcome_areas import get_list_links
from discussions.models import Follow
from discussions.threads.permissions import Viewer

MAX_FOLLOWS_SHOWN = 5


class FollowAccountHooks(AccountHooks):
    def get_sections(self, user: User) -> list[Section]:
        """Return the lists that fit the member, and a section with their latest follows."""
        follows = Follow.objects.filter(user=user).with_things()[:MAX_FOLLOWS_SHOWN]
        viewer = Viewer(user)
        list_links = get_list_links(user)
        for_you = [Section("For you", list_links)] if list_links else []
        links = [
            Link(each.name, each.url, each.what)
            for each in (make_followed_row(own, viewer) for own in follows)
            if each.url
        ]
        empty = "You do not follow anything yet. You can follow focus areas, publishers, schools and discussions."
        more = Link("Everything you follow and how often we email you", reverse("discussions:following"))
        return [*for_you, Section("What you follow", links, empty, more)]
