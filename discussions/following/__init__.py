"""Following: who hears of what, on the site and by e-mail."""
