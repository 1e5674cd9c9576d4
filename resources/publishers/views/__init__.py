"""The pages of joining as a publisher, and of its people."""
