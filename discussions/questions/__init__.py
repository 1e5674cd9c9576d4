"""Lists of questions: the finder, search by words, and questions that are alike."""
