"""What cannot be done to the index."""


class SearchError(Exception):
    """The message is for the person who asked."""
