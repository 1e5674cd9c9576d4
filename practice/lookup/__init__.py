"""How schools are found: by words, postcode or e-mail domain."""
