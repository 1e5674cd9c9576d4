"""The pages of applying as a publisher, and of its members."""
