"""Pages of an account: the person's own, display settings and the welcome."""
