"""Engines: each holds the same tokens and answers the same plan."""
