"""Search by words: modelsearch finds, the facet index narrows, and this package asks and ranks."""
