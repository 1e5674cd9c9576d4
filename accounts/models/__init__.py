"""People, and the messages that wait for them."""

from accounts.models.outgoing import OutgoingMessage
from accounts.models.person import User, UserManager

__all__ = ["OutgoingMessage", "User", "UserManager"]
