"""The safety of discussions: reports, the editors' queue, decisions and appeals."""
