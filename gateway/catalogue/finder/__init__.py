"""The finder: a visitor's choice becomes a page of results with counts, chips and wider searches."""
