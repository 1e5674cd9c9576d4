"""Notifications: their page, the count in the header, and e-mail about them."""
