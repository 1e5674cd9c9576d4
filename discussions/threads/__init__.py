"""Threads as pages show them: loaded, ordered, and rendered for each reader."""
