"""The checks of whether the addresses that publications link to still answer."""
