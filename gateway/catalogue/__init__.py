"""The taxonomy, the Item and how things are found."""
