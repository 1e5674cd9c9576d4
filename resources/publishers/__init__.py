"""How an organisation becomes a publisher, and how its people join, look after it and leave."""
