"""Management commands of news."""
