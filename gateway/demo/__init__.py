"""Invented and starter content, for trying and measuring the Gateway. Nothing imports it."""
