"""Sample and starter content, for trying and measuring the Gateway; nothing else imports it."""
