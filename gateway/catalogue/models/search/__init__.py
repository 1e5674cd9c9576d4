"""Models of search: what is indexed, the words of files, synonyms, and what visitors search for."""
