"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up stays closed until publishers and members can join for themselves."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up yet."""
        return False
