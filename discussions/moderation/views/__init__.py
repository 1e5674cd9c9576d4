"""Pages about safety for everyone, for the member concerned, and for editors."""
