"""What members follow: items, threads, schools, publishers, focus areas and searches."""
