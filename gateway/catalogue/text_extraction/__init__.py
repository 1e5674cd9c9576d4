"""The text of a file as its reader sees it, for `files/text_process.py`, which runs without Django."""
