"""How a school is found: by the words of its name, a postcode or an e-mail domain."""
