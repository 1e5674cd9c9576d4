"""What members hear about discussions and new items: who is told, of what, and in which words."""
