"""What a command shows on a terminal while it works."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

WIDTH = 30


class Bar:
    """A progress bar, drawn where somebody watches; a log has no use for it."""

    def __init__(self, stream: OutputWrapper) -> None:
        self.stream = stream
        self.is_drawn = False

    def __call__(self, done: int, total: int, name: str = "") -> None:
        """`done` of `total` are done; `name`: what is being done."""
        if not self.stream.isatty():
            return
        filled = round(WIDTH * done / max(total, 1))
        bar = "█" * filled + "·" * (WIDTH - filled)
        self.stream.write(f"\r[{bar}] {done}/{total} {name:<40.40}", ending="")
        self.stream.flush()
        self.is_drawn = True

    def clear(self) -> None:
        """Make room on the line for what else is said; the next call draws the bar below it."""
        if self.is_drawn:
            self.stream.write("\r\x1b[K", ending="")
            self.stream.flush()
            self.is_drawn = False

    def end(self) -> None:
        """Go on on the next line."""
        if self.is_drawn:
            self.stream.write("")
            self.is_drawn = False
