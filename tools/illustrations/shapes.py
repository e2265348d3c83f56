"""Outlines as SVG path data: limbs, gouge marks, polygons. All turn the same way, so that unions have no holes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if abs(value) > 0.04 else "0"


def turned(points: Iterable[Point]) -> list[Point]:
    """The points in the direction in which limbs turn. Opposite ones would cut holes where they overlap."""
    points = list(points)
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True))
    return points[::-1] if area > 0 else points


def polygon(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in turned(points)) + "Z"


def polyline(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def box(x: float, y: float, width: float, height: float) -> str:
    return polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def smooth(points: Iterable[Point]) -> str:
    """A closed curve through the middles of a polygon's sides: rounded, without losing its character."""
    points = turned(points)
    middles = [
        ((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True)
    ]
    x, y = middles[-1]
    curves = (
        f"Q{number(qx)} {number(qy)} {number(x)} {number(y)}" for (qx, qy), (x, y) in zip(points, middles, strict=True)
    )
    return f"M{number(x)} {number(y)}{''.join(curves)}Z"


def curve(points: Sequence[Point]) -> str:
    """An open curve through the middles of a line's parts, from its first point to its last."""
    path = f"M{number(points[0][0])} {number(points[0][1])}"
    for (x1, y1), (x2, y2) in pairwise(points[1:]):
        last = (x2, y2) == points[-1]
        x, y = (x2, y2) if last else ((x1 + x2) / 2, (y1 + y2) / 2)
        path += f"Q{number(x1)} {number(y1)} {number(x)} {number(y)}"
    return path


def limb(start: Point, r1: float, end: Point, r2: float) -> str:
    """The hull of two circles."""
    (x1, y1), (x2, y2) = start, end
    distance = math.hypot(x2 - x1, y2 - y1)
    if distance <= abs(r1 - r2) + 0.01:
        return disc(*((x1, y1, r1) if r1 > r2 else (x2, y2, r2)))
    axis = math.atan2(y2 - y1, x2 - x1)
    opening = math.acos((r1 - r2) / distance)

    def on(x: float, y: float, r: float, angle: float) -> str:
        return f"{number(x + r * math.cos(angle))} {number(y + r * math.sin(angle))}"

    first, last = axis + opening, axis - opening
    wide = int(opening > math.pi / 2)
    return (
        f"M{on(x1, y1, r1, first)}L{on(x2, y2, r2, first)}A{number(r2)} {number(r2)} 0 {wide} 0 {on(x2, y2, r2, last)}"
        f"L{on(x1, y1, r1, last)}A{number(r1)} {number(r1)} 0 {1 - wide} 0 {on(x1, y1, r1, first)}Z"
    )


def chain(*knots: tuple[Point, float]) -> str:
    """Limbs one after another."""
    return "".join(limb(a, ra, b, rb) for (a, ra), (b, rb) in pairwise(knots))


def disc(x: float, y: float, r: float) -> str:
    return ellipse(x, y, r, r)


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    arc = f"A{number(rx)} {number(ry)} 0 1 0"
    return f"M{number(x - rx)} {number(y)}{arc} {number(x + rx)} {number(y)}{arc} {number(x - rx)} {number(y)}Z"


def lens(x1: float, y1: float, x2: float, y2: float, width: float) -> str:
    """A gouge mark: two curves that meet in two points."""
    mx, my, distance = (x1 + x2) / 2, (y1 + y2) / 2, math.hypot(x2 - x1, y2 - y1) or 1
    px, py = -(y2 - y1) / distance * width, (x2 - x1) / distance * width
    there, back = (f"Q{number(mx + q * px)} {number(my + q * py)}" for q in (1, -1))
    return f"M{number(x1)} {number(y1)}{there} {number(x2)} {number(y2)}{back} {number(x1)} {number(y1)}Z"


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
