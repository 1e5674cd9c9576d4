"""Real questions, judged by hand, and how well the search answers them: `make relevance`."""
