"""Machines that people work at: control cabinet, sewing machine, lorry, valve, pump."""

from __future__ import annotations

import math

from tools.illustrations.scene import Scene
from tools.illustrations.shapes import curve, disc, ellipse, polygon, smooth
from tools.illustrations.things import wheel


def cabinet(s: Scene, x: float, y: float, k: float, frame: str, inside: str, part: str, lit: str, rim: str) -> None:
    """A control cabinet, open; (x, y): its lower left corner; 360 k wide, 620 k high."""

    def rect(a: float, b: float, width: float, height: float, fill: str) -> None:
        s.rect(x + a * k, y + b * k, width * k, height * k, fill)

    s.part(
        polygon([(x, y - 620 * k), (x + 360 * k, y - 620 * k), (x + 360 * k, y), (x, y)]), frame, rim, (6 * k, 5 * k)
    )
    rect(18, -600, 324, 580, inside)
    rect(18, -600, 324, 12, "#FFF6DC")
    for row in range(4):
        top = -560 + row * 132
        rect(36, top + 34, 288, 8, part)
        count = (5, 8, 4, 10)[row]
        for i in range(count):
            width = 280 / count
            rect(40 + i * width, top, width - 6, 78, lit if (i + row) % 3 else part)
            rect(40 + i * width, top + 20, width - 6, 5, frame)
        rect(36, top + 92, 288, 16, part)
        s.gouges(
            26, (x + 44 * k, y + (top + 94) * k, x + 316 * k, y + (top + 106) * k), frame, (4, 10), (0.6, 1.2), 1.57
        )
    for i in range(7):
        a = x + (60 + i * 38) * k
        low = y + (-30 - (i % 3) * 8) * k
        knots = [
            (a, y - 450 * k),
            (a + 8 * k, y - 400 * k),
            (a - 10 * k, y - 300 * k),
            (a + 6 * k, y - 140 * k),
            (a, low),
        ]
        s.stroke(curve(knots), ("#3A342A", "#8C7442", "#55666A")[i % 3], 4 * k)


def sewing_machine(s: Scene, x: float, y: float, k: float, body: str, rim: str, flip: int = 1) -> None:
    """A sewing machine on its table; (x, y): the needle's foot on the table top."""

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + flip * a * k, y + b * k) for a, b in points]

    arm = [
        (-26, -18),
        (-26, -150),
        (0, -176),
        (190, -176),
        (214, -150),
        (214, 0),
        (136, 0),
        (136, -108),
        (26, -108),
        (20, -18),
    ]
    s.part(polygon(at(arm)), body, rim, (4 * k, 5 * k))
    s.path(disc(x + flip * 228 * k, y - 128 * k, 36 * k), body)
    s.ring(x + flip * 228 * k, y - 128 * k, 26 * k, rim, 4 * k)
    s.line(at([(-3, -18), (-3, 6)]), "#D9D2BC", 5 * k)
    s.line(at([(90, -176), (90, -232)]), body, 6 * k)
    s.path(polygon(at([(74, -236), (106, -236), (100, -184), (80, -184)])), rim)
    s.rect(x - 40 * k if flip > 0 else x - 230 * k, y, 270 * k, 16 * k, body)


def lorry(
    s: Scene, x: float, y: float, k: float, cab: str, cab_lit: str, load: str, load_lit: str, shift: float = 4
) -> None:
    """Faces left; (x, y): its bumper on the ground; about 620 k long."""
    dark = "#12161B"

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + a * k, y + b * k) for a, b in points]

    s.part(polygon(at([(176, -300), (640, -300), (640, -70), (176, -70)])), load, load_lit, (shift, 4 * k))
    for i in range(11):
        s.rect(x + (196 + i * 41) * k, y - 288 * k, 5 * k, 206 * k, dark, 0.4)
    s.rect(x + 10 * k, y - 74 * k, 640 * k, 22 * k, dark)
    s.part(
        polygon(at([(0, -50), (2, -170), (22, -262), (40, -278), (156, -278), (160, -50)])),
        cab,
        cab_lit,
        (shift, 4 * k),
    )
    s.poly(at([(20, -178), (36, -250), (92, -250), (92, -178)]), "#26343E")
    s.poly(at([(24, -184), (36, -244), (60, -244), (44, -184)]), "#8FA0A0")
    s.rect(x + 100 * k, y - 250 * k, 4 * k, 190 * k, dark, 0.5)
    s.poly(at([(40, -278), (150, -278), (156, -318), (96, -318)]), cab)
    s.line(at([(4, -214), (-14, -236), (-14, -196)]), dark, 6 * k)
    s.rect(x - 8 * k, y - 66 * k, 60 * k, 22 * k, dark)
    s.path(ellipse(x + 6 * k, y - 84 * k, 9 * k, 12 * k), "#FFF1CC")
    for wx in (88, 250, 480, 560):
        wheel(s, x + wx * k, y - 38 * k, 40 * k, dark, "#59636A")


def valve(s: Scene, x: float, y: float, r: float, fill: str, lit: str) -> None:
    """A hand wheel, seen a little from the side."""
    for width, colour in ((r * 0.26, fill), (r * 0.06, lit)):
        s.parts.append(
            f'<ellipse cx="{x}" cy="{y}" rx="{r * 0.82:.1f}" ry="{r}" fill="none" '
            f'stroke="{colour}" stroke-width="{width:.1f}"/>'
        )
    for i in range(5):
        turn = i * 2 * math.pi / 5 + 0.3
        s.line([(x, y), (x + math.cos(turn) * r * 0.8, y + math.sin(turn) * r)], fill, r * 0.15)
    s.path(disc(x, y, r * 0.2), fill)
    s.path(disc(x - r * 0.05, y - r * 0.05, r * 0.08), lit)


def pump(s: Scene, x: float, y: float, k: float, body: str, dark: str, lit: str) -> None:
    """A motor on its pump, standing; (x, y): the middle of its foot; 420 k high."""

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + a * k, y + b * k) for a, b in points]

    shift = s.away((x, y - 200 * k), 6 * k)
    s.part(polygon(at([(-150, -46), (150, -46), (170, 0), (-170, 0)])), dark, lit, shift)
    volute = at([(-150, -60), (-140, -150), (-60, -190), (80, -190), (230, -150), (230, -60)])
    s.part(smooth([*volute[:5], volute[4], volute[5], volute[5], volute[0]]), body, lit, shift)
    s.part(polygon(at([(210, -176), (246, -176), (246, -44), (210, -44)])), dark, lit, shift)
    s.part(polygon(at([(-64, -240), (64, -240), (80, -180), (-80, -180)])), dark, lit, shift)
    s.part(
        polygon(at([(-96, -410), (96, -410), (104, -390), (104, -236), (-104, -236), (-104, -390)])), body, lit, shift
    )
    for i in range(8):
        s.rect(x + (-84 + i * 24) * k, y - 384 * k, 6 * k, 138 * k, dark)
    s.part(polygon(at([(-70, -436), (70, -436), (92, -408), (-92, -408)])), dark, lit, shift)
    s.rect(x - 150 * k, y - 360 * k, 50 * k, 70 * k, dark)
    for i in range(6):
        s.path(disc(x + 228 * k, y + (-160 + i * 20) * k, 5 * k), lit)
