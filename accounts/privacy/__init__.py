"""A person's data: the download of all of it, and the deletion of an account."""
