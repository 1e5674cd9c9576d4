"""How the catalogue is used: counted without slowing a page, by people and not by bots."""
