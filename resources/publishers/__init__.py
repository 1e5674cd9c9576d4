"""Publishers: how an organisation becomes one, and how its members join, manage it and leave."""
