"""The project and its spine."""
