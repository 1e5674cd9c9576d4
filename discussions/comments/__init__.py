"""Posting, editing, voting on and answering comments, with their states and counters."""
