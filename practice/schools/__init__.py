"""Schools: the GIAS import, the directory, who works there, and messages to them."""
