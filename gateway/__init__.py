"""The project: settings, URLs, the admin site, and the apps of the catalogue and of sample content."""
