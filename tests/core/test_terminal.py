"""The bar that a command draws while it works: on a terminal alone, and out of the way of what else is said."""

from __future__ import annotations

import io

from django.core.management.base import OutputWrapper

from core.terminal import Bar


class Terminal(io.StringIO):
    """What somebody watches; `lines` are as a terminal shows them in the end."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        shown = []
        for line in self.getvalue().split("\n"):
            text = ""
            for written in line.split("\r"):  # back to the beginning of the line
                kept = "" if written.startswith("\x1b[K") else text[len(written) :]
                text = written.removeprefix("\x1b[K") + kept
            shown.append(text.rstrip())
        return shown


def test_bar_moves_on_one_line_and_leaves_it_at_the_end():
    terminal = Terminal()
    bar = Bar(OutputWrapper(terminal))
    bar(1, 3, "甲.md")
    bar(3, 3)
    bar.end()
    assert terminal.lines() == [f"[{'█' * 30}] 3/3", ""]


def test_what_is_said_meanwhile_has_a_line_of_its_own():
    terminal = Terminal()
    stream = OutputWrapper(terminal)
    bar = Bar(stream)
    bar(0, 2, "甲.md")
    bar.clear()
    stream.write("甲.md：坏了")
    bar(1, 2, "乙.md")
    assert terminal.lines() == ["甲.md：坏了", f"[{'█' * 15}{'·' * 15}] 1/2 乙.md"]


def test_nothing_is_drawn_into_a_log():
    log = io.StringIO()
    bar = Bar(OutputWrapper(log))
    bar(1, 3, "甲.md")
    bar.clear()
    bar.end()
    assert log.getvalue() == ""
