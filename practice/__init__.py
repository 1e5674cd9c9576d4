"""Schools and their practice examples."""
