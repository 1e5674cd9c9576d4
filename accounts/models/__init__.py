"""People, how they treat each other, and the messages that wait for them."""

from accounts.models.conduct import URGENT, Block, Concern
from accounts.models.notification import USUAL, HowOften, Notification, NotificationSettings
from accounts.models.outgoing_message import OutgoingMessage
from accounts.models.user import FOR_GOOD, User, UserManager

__all__ = [
    "FOR_GOOD",
    "URGENT",
    "USUAL",
    "Block",
    "Concern",
    "HowOften",
    "Notification",
    "NotificationSettings",
    "OutgoingMessage",
    "User",
    "UserManager",
]
