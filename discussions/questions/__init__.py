"""Lists of questions, with filters, search by words, and similar questions."""
