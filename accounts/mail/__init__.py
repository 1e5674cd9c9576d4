"""E-mail: messages made from templates, and the outbox that sends them."""
