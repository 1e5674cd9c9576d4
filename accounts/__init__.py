"""User accounts: log-in, notifications, e-mail, rate limits and personal data."""
