"""Whether the addresses that publications lead to still answer."""
