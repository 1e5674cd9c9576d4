"""Limits on how often a visitor or member may do something."""
