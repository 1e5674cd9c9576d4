"""What keeps discussions safe: reports, the editors' queue, decisions and appeals."""
