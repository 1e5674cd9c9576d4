"""What an act raises that comes too late."""


class Conflict(Exception):
    """Somebody else was here first: what is acted on is no longer as it was when the person read it.

    Whatever raises a subclass has changed nothing. Each says by its name, and perhaps by its text, what happened.
    """
