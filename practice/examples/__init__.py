"""Practice examples: drafts, review, publication, presentation and related items."""
