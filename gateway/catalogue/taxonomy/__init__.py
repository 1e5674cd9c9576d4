"""The curated vocabularies: loaded from a file, chosen in forms and at the welcome."""
