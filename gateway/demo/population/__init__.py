"""Large numbers of made-up rows, for measurements."""
