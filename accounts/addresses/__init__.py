"""Addresses: those mail can be sent to, the site's own, and safe ways back."""
