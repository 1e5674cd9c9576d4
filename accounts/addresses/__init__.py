"""Addresses: those that mail can be sent to, the site's own, and safe ones to redirect to."""
