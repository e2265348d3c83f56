"""Merging of records that describe the same person, organisation, place …, and taking it back."""
