"""Account pages: the user's own page, display settings and the welcome."""
