"""What pages and lists show of any item, and its revisions."""
