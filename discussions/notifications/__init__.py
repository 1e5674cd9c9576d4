"""Notifications of comments and new items: their recipients, reasons and wording."""
