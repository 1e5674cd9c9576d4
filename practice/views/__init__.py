"""The pages of schools and practice examples."""
