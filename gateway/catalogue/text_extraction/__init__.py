"""The text of a file as its reader sees it. `files/text_process.py` runs it beside the site: no Django in here."""
