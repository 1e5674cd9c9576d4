"""The base of exceptions for changes that come too late."""


class Conflict(Exception):
    """Raised when a row has changed since the user read it.

    Nothing has been saved when a subclass is raised; its name says what happened.
    """
