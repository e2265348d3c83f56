"""Management of news."""
