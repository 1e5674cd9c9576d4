"""Publishers and their publications."""
