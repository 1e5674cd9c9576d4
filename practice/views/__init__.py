"""The pages of schools and their practice examples."""
