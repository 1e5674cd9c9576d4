"""The forms of schools and practice examples."""
