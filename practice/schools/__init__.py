"""Schools: the GIAS import, the directory, memberships, and messages to schools."""
