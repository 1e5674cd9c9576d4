"""Models of search: what is indexed, what waits to be, synonyms, and what people look for."""
