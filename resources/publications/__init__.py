"""Publications: written, revised, taken through their steps, and shown."""
