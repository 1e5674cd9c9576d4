"""The forms of schools and their practice examples."""
