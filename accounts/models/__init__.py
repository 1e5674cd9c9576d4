"""Users, their conduct towards each other, and the messages that wait for them."""

from accounts.models.conduct import URGENT_CONCERNS, Block, Concern
from accounts.models.conflict import Conflict
from accounts.models.notification import USUAL_CHOICES, EmailFrequency, Notification, NotificationSettings
from accounts.models.outgoing_message import OutgoingMessage
from accounts.models.user import END_OF_TIME, User, UserManager

__all__ = [
    "END_OF_TIME",
    "URGENT_CONCERNS",
    "USUAL_CHOICES",
    "Block",
    "Concern",
    "Conflict",
    "EmailFrequency",
    "Notification",
    "NotificationSettings",
    "OutgoingMessage",
    "User",
    "UserManager",
]
