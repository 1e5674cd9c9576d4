"""Pages of safety: for everybody, for the person concerned, and for editors."""
