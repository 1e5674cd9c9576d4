"""Statistics of how much publications are used, counted without cookies or personal data."""
