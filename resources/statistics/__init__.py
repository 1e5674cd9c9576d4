"""What publishers get back: how much their publications are used, counted without cookies or personal data."""
