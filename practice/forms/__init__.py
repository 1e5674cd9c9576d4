"""The forms of schools and of practice examples."""
