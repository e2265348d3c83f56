"""Things that stand about in several scenes: shelves, lamps, tables, crates, far towns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.illustrations.scene import Scene
from tools.illustrations.shapes import Point, disc, ellipse, limb, polygon, smooth


def books(
    s: Scene,
    x: float,
    y: float,
    width: float,
    height: float,
    fills: Sequence[str],
    thick: tuple[float, float] = (10, 24),
) -> None:
    """A row of books that stands on y."""
    end = x + width
    while x < end - thick[1]:
        w, h = s.random.uniform(*thick), height * s.random.uniform(0.7, 1)
        if s.random.random() < 0.08:
            s.poly([(x, y), (x + w, y), (x + w + h * 0.3, y - h * 0.93), (x + h * 0.3, y - h)], s.random.choice(fills))
            x += w + h * 0.32
        else:
            s.rect(x, y - h, w, h, s.random.choice(fills))
            s.rect(x + w * 0.2, y - h * 0.8, w * 0.6, 3, fills[0])
            x += w + 1


def bookcase(
    s: Scene, x: float, y: float, width: float, height: float, rows: int, frame: str, back: str, fills: Sequence[str]
) -> None:
    s.rect(x, y, width, height, frame)
    step = height / rows
    for row in range(rows):
        top = y + row * step + 8
        s.rect(x + 10, top, width - 20, step - 14, back)
        books(s, x + 14, top + step - 14, width - 30, (step - 14) * 0.86, fills)


def pendant(s: Scene, x: float, y: float, width: float, shade: str, glow: str, top: float = 0) -> None:
    """A lamp on a cord; y is its lower edge."""
    s.line([(x, top), (x, y - width * 0.5)], shade, max(3, width * 0.035))
    s.poly(
        [
            (x - width / 2, y),
            (x + width / 2, y),
            (x + width * 0.2, y - width * 0.34),
            (x - width * 0.2, y - width * 0.34),
        ],
        shade,
    )
    s.rect(x - width * 0.08, y - width * 0.5, width * 0.16, width * 0.18, shade)
    s.rect(x - width * 0.42, y, width * 0.84, max(4, width * 0.05), glow)


def table(
    s: Scene, x: float, y: float, width: float, height: float, fill: str, edge: str, thick: float = 22, legs: float = 26
) -> None:
    """From the side; y is the top."""
    for left in (x + width * 0.05, x + width * 0.95 - legs):
        s.rect(left, y + thick, legs, height - thick, fill)
    s.rect(x, y, width, thick, fill)
    s.rect(x, y, width, 6, edge)


def open_book(s: Scene, x: float, y: float, size: float, page: str, shade: str, cover: str, tilt: float = 0) -> None:
    """Seen from the side, standing a little open on (x, y)."""
    with s.moved(f"rotate({tilt} {x} {y})"):
        s.poly([(x - size, y - size * 0.5), (x, y), (x + size, y - size * 0.5), (x + size, y - size * 0.36), (x,
                y + size * 0.14),
                (x - size, y - size * 0.36)], cover)  # fmt: skip
        s.poly([(x, y), (x - size, y - size * 0.5), (x - size * 0.9, y - size * 0.72), (x, y - size * 0.2)], shade)
        s.poly([(x, y), (x + size, y - size * 0.5), (x + size * 0.9, y - size * 0.72), (x, y - size * 0.2)], page)


def town(
    s: Scene,
    left: float,
    right: float,
    ground: float,
    fills: Sequence[str],
    heights: tuple[float, float],
    step: float = 70,
) -> None:
    """Far houses as plain blocks."""
    x = left
    while x < right:
        width, height = s.random.uniform(0.7, 1.5) * step, s.random.uniform(*heights)
        s.rect(x, ground - height, width, height, s.random.choice(fills))
        if s.random.random() < 0.3:
            s.rect(x + width * 0.3, ground - height - 14, width * 0.25, 16, fills[0])
        x += width * s.random.uniform(0.7, 1.05)


def wheel(s: Scene, x: float, y: float, r: float, tyre: str, hub: str) -> None:
    s.path(disc(x, y, r), tyre)
    s.path(disc(x, y, r * 0.55), hub)
    s.path(disc(x, y, r * 0.4), tyre)
    for i in range(6):
        s.path(disc(x + r * 0.27 * math.cos(i * math.pi / 3), y + r * 0.27 * math.sin(i * math.pi / 3), r * 0.05), hub)


def cup(s: Scene, x: float, y: float, size: float, fill: str, lit: str) -> None:
    """Stands on y, middle at x."""
    s.part(
        polygon([(x - size * 0.4, y - size), (x + size * 0.4, y - size), (x + size * 0.32, y), (x - size * 0.32, y)]),
        fill,
        lit,
        (-size * 0.14, 3),
    )


def bowl(s: Scene, x: float, y: float, size: float, fill: str, lit: str, inside: str) -> None:
    side = [(x - size, y - size * 0.7), (x + size, y - size * 0.7), (x + size * 0.5, y), (x - size * 0.5, y)]
    s.part(smooth([side[0], side[0], side[1], side[1], side[2], side[3]]), fill, lit, (-size * 0.1, 3))
    s.path(ellipse(x, y - size * 0.68, size, size * 0.17), lit)
    s.path(ellipse(x, y - size * 0.66, size * 0.86, size * 0.12), inside)


def steam(s: Scene, x: float, y: float, height: float, fill: str, opacity: float = 0.6) -> None:
    for i in range(3):
        left, k = x + (i - 1) * height * 0.16, 1 - 0.2 * abs(i - 1)
        curl = [(left, y), (left - height * 0.1, y - height * 0.3 * k), (left + height * 0.08, y - height * 0.6 * k),
                (left, y - height * k),
                (left + height * 0.13, y - height * 0.6 * k), (left - height * 0.02, y - height * 0.3 * k)]  # fmt: skip
        s.path(smooth(curl), fill, opacity)


def chair(s: Scene, x: float, y: float, size: float, fill: str, flip: int = 1) -> None:
    """From the side, its seat `size` above y, its back behind a sitter who looks toward `flip`."""
    for foot in (-0.42, 0.42):
        s.line([(x + foot * size * 0.9, y - size), (x + foot * size, y)], fill, size * 0.09)
    s.rect(x - size * 0.5, y - size * 1.08, size, size * 0.12, fill)
    back = x - flip * size * 0.46
    s.path(limb((back, y - size), size * 0.06, (back - flip * size * 0.14, y - size * 2.1), size * 0.06), fill)


def crate(s: Scene, x: float, y: float, width: float, height: float, fill: str, gap: str, edge: str) -> None:
    """Of slats; (x, y) is its upper left corner."""
    s.rect(x, y, width, height, fill)
    for i in (1, 2):
        s.rect(x + 6, y + height * i / 3 - 3, width - 12, 6, gap)
    for left in (x, x + width - 14):
        s.rect(left, y, 14, height, fill)
    s.rect(x, y, width, 5, edge)


def plant(s: Scene, x: float, y: float, size: float, leaf: str, lit: str, pot: str) -> None:
    for i in range(9):
        turn = -math.pi / 2 + (i - 4) * 0.3
        tip: Point = (x + math.cos(turn) * size, y - size * 0.3 + math.sin(turn) * size * s.random.uniform(0.8, 1.15))
        mid = (x + math.cos(turn) * size * 0.5 - 8, y - size * 0.3 + math.sin(turn) * size * 0.62)
        s.path(
            smooth([(x, y - size * 0.3), mid, tip, (mid[0] + size * 0.2, mid[1] + size * 0.06)]), lit if i > 5 else leaf
        )
    s.poly(
        [
            (x - size * 0.3, y - size * 0.42),
            (x + size * 0.3, y - size * 0.42),
            (x + size * 0.2, y),
            (x - size * 0.2, y),
        ],
        pot,
    )
