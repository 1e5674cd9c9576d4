"""Threads as pages show them: read, put in order, rendered for whoever looks."""
