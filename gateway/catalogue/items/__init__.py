"""What pages and lists show of any item, and the revisions of items."""
