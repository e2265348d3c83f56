"""A sheet to print on: flat shapes, stepped light, lit edges, gouge marks, lattices, lettering."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from tools.illustrations.shapes import Point, between, box, lens, number, polygon, polyline

RED, RED_LIT, RED_DARK = "#B3131B", "#D8452F", "#7E0E14"
SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"

Keep = Callable[[float, float], bool]
Angle = float | Callable[[float, float], float]


class Scene:
    """`light`: where the one light source stands; edges that face it are lit."""

    def __init__(self, width: int, height: int, ground: str, *, seed: int, light: Point) -> None:
        self.width, self.height, self.light = width, height, light
        self.random = random.Random(seed)  # noqa: S311  the same picture each time
        self.parts: list[str] = []
        self.clips = 0
        self.rect(0, 0, width, height, ground)

    def svg(self) -> str:
        body = "\n".join(self.parts)
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{body}\n</svg>\n'

    # Flat shapes -----------------------------------------------------------------------------------------------------
    def path(self, data: str, fill: str, opacity: float | None = None) -> None:
        extra = f' opacity="{opacity}"' if opacity else ""
        self.parts.append(f'<path d="{data}" fill="{fill}"{extra}/>')

    def poly(self, points: Iterable[Point], fill: str, opacity: float | None = None) -> None:
        self.path(polygon(points), fill, opacity)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, opacity: float | None = None) -> None:
        self.path(box(x, y, width, height), fill, opacity)

    def line(self, points: Iterable[Point], stroke: str, width: float, round_: bool = False) -> None:
        self.stroke(polyline(points), stroke, width, round_)

    def stroke(self, data: str, stroke: str, width: float, round_: bool = False) -> None:
        ends = ' stroke-linecap="round" stroke-linejoin="round"' if round_ else ""
        self.parts.append(f'<path d="{data}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"{ends}/>')

    def ring(self, x: float, y: float, r: float, stroke: str, width: float) -> None:
        self.parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="none" stroke="{stroke}" '
            f'stroke-width="{number(width)}"/>'
        )

    def text(
        self, words: str, x: float, y: float, size: float, fill: str, *, serif: bool = False, gap: float = 0
    ) -> None:
        face, space = SERIF if serif else SANS, f' letter-spacing="{number(gap)}"' if gap else ""
        self.parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-family="{face}" font-weight="700" '
            f'font-size="{number(size)}" fill="{fill}"{space}>{words}</text>'
        )

    # Light -----------------------------------------------------------------------------------------------------------
    def halo(self, x: float, y: float, radii: Sequence[float], fills: Sequence[str], squash: float = 1) -> None:
        """Light in steps, its core last."""
        for r, fill in zip(radii, fills, strict=True):
            self.parts.append(
                f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(r)}" ry="{number(r * squash)}" fill="{fill}"/>'
            )

    def away(self, at: Point, width: float) -> Point:
        """A step away from the light, as wide as a lit edge shall be."""
        dx, dy = at[0] - self.light[0], at[1] - self.light[1]
        distance = math.hypot(dx, dy) or 1
        return dx / distance * width, dy / distance * width

    def part(self, data: str, base: str, rim: str | None = None, shift: Point = (0, 0)) -> None:
        """A silhouette with a lit edge: the shape in light, over it the same in dark, shifted, clipped to itself."""
        if not rim:
            self.path(data, base)
            return
        with self.clip(data):
            self.path(data, rim)
            self.parts.append(
                f'<path d="{data}" fill="{base}" transform="translate({number(shift[0])} {number(shift[1])})"/>'
            )

    @contextmanager
    def clip(self, data: str) -> Iterator[None]:
        self.clips += 1
        self.parts.append(
            f'<clipPath id="c{self.clips}"><path d="{data}"/></clipPath><g clip-path="url(#c{self.clips})">'
        )
        yield
        self.parts.append("</g>")

    @contextmanager
    def moved(self, transform: str) -> Iterator[None]:
        self.parts.append(f'<g transform="{transform}">')
        yield
        self.parts.append("</g>")

    # Marks and structures --------------------------------------------------------------------------------------------
    def gouges(
        self,
        count: int,
        area: tuple[float, float, float, float],
        fill: str,
        length: tuple[float, float] = (30, 90),
        width: tuple[float, float] = (1, 3),
        angle: Angle = 0,
        jitter: float = 0.04,
        keep: Keep | None = None,
        opacity: float | None = None,
    ) -> None:
        """`area`: left, top, right, bottom. `keep`: which middles may stay."""
        left, top, right, bottom = area
        marks = []
        for _ in range(count):
            x, y = self.random.uniform(left, right), self.random.uniform(top, bottom)
            half = self.random.uniform(*length) / 2
            turn = (angle(x, y) if callable(angle) else angle) + self.random.uniform(-jitter, jitter)
            thick = self.random.uniform(*width)
            if keep and not keep(x, y):
                continue
            dx, dy = half * math.cos(turn), half * math.sin(turn)
            marks.append(lens(x - dx, y - dy, x + dx, y + dy, thick))
        self.path("".join(marks), fill, opacity)

    def rays(self, x: float, y: float, count: int, reach: tuple[float, float], fill: str, fall: float = 0.12) -> None:
        """Sparks all around a point, bent down a little."""
        marks = []
        for _ in range(count):
            turn, start = self.random.uniform(-math.pi, math.pi), self.random.uniform(8, 30)
            end = start + self.random.uniform(*reach)
            dx, dy = math.cos(turn), math.sin(turn)
            marks.append(
                lens(x + start * dx, y + start * dy, x + end * dx, y + end * dy + end * fall, self.random.uniform(1, 3))
            )
        self.path("".join(marks), fill)

    def truss(self, a: Point, b: Point, width: float, stroke: str, thick: float, bays: int) -> None:
        """A lattice from a to b."""
        (x1, y1), (x2, y2) = a, b
        distance = math.hypot(x2 - x1, y2 - y1)
        px, py = -(y2 - y1) / distance * width / 2, (x2 - x1) / distance * width / 2
        for q in (1, -1):
            self.line([(x1 + q * px, y1 + q * py), (x2 + q * px, y2 + q * py)], stroke, thick)
        web = []
        for i in range(bays * 2 + 1):
            x, y = between(a, b, i / (bays * 2))
            q = 1 if i % 2 else -1
            web.append((x + q * px, y + q * py))
        self.line(web, stroke, thick * 0.7)

    def crane(
        self,
        x: float,
        base: float,
        top: float,
        jib: float,
        counter: float,
        stroke: str,
        thick: float = 5,
        width: float = 22,
    ) -> None:
        """A tower crane; `jib` below 0 points to the left."""
        side = 1 if jib > 0 else -1
        apex = (x, top - width * 3.2)
        self.truss((x, base), (x, top), width, stroke, thick, max(4, int((base - top) / width / 1.6)))
        self.truss((x, top), (x + jib, top), width * 0.7, stroke, thick * 0.85, max(5, int(abs(jib) / width / 1.5)))
        self.truss(
            (x, top), (x - side * counter, top), width * 0.6, stroke, thick * 0.85, max(3, int(counter / width / 1.5))
        )
        self.line([(x - width * 0.4, top), apex, (x + width * 0.4, top)], stroke, thick)
        ends = [(x + jib * 0.72, top - width * 0.3), apex, (x - side * counter * 0.9, top - width * 0.3)]
        self.line(ends, stroke, thick * 0.5)
        self.rect(x - side * counter - width * 0.3, top, width * 1.7, width * 1.8, stroke)
        self.rect(x + (2 if side > 0 else -width * 1.3), top + width * 0.3, width * 1.2, width * 1.5, stroke)

    def panes(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        glass: str,
        frame: str,
        columns: int,
        rows: int,
        bar: float = 7,
    ) -> None:
        """A window of small panes."""
        self.rect(x, y, width, height, glass)
        self.bars(x, y, width, height, frame, columns, rows, bar)

    def bars(
        self, x: float, y: float, width: float, height: float, frame: str, columns: int, rows: int, bar: float = 7
    ) -> None:
        for i in range(columns + 1):
            self.rect(x + width * i / columns - bar / 2, y, bar, height, frame)
        for i in range(rows + 1):
            self.rect(x - bar / 2, y + height * i / rows - bar / 2, width + bar, bar, frame)

    def lit_house(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        wall: str,
        lights: Sequence[str],
        share: float = 0.3,
        step: int = 26,
    ) -> None:
        """A house at night that stands on y; some windows are lit."""
        self.rect(x, y - height, width, height, wall)
        for row in range(int((height - 14) / (step * 1.2))):
            for column in range(int((width - 8) / step)):
                if self.random.random() < share:
                    left, top = x + 8 + column * step, y - height + 14 + row * step * 1.2
                    self.rect(left, top, step * 0.42, step * 0.6, self.random.choice(lights))
