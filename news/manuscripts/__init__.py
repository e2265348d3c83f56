"""Manuscripts in: bytes become lines, lines become parts, parts become draft stories."""
