"""The one exception of this room, whose message an editor can act on."""


class ManuscriptError(Exception):
    """A file that cannot become a manuscript; `str(error)` is Chinese and says what to do."""
