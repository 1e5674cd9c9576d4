"""Very many made-up rows, to measure with."""
