"""People from behind and from the front, as far as a table or a crowd shows them."""

from __future__ import annotations

from tools.illustrations.people import Dress
from tools.illustrations.scene import Scene
from tools.illustrations.shapes import Point, disc, ellipse, lens, limb, smooth


def seen_from_behind(s: Scene, x: float, y: float, unit: float, dress: Dress, *, turn: float = 0) -> None:
    """Somebody's back, shoulders and head, as at a table or in a crowd; y is the chin's height."""
    shift = s.away((x, y), dress.edge * unit)
    back = [(-1.25, 1.9), (-1.2, 0.5), (-0.55, 0.06), (0.55, 0.06), (1.2, 0.5), (1.25, 1.9), (1.2, 5), (-1.2, 5)]
    s.part(smooth([(x + a * unit * dress.broad, y + b * unit) for a, b in back]), dress.top, dress.rim, shift)
    s.path(limb((x, y + 0.3 * unit), 0.31 * unit, (x, y - 0.3 * unit), 0.28 * unit), dress.skin)
    if turn:
        s.part(ellipse(x + turn * unit * 0.2, y - 0.55 * unit, 0.42 * unit, 0.52 * unit), dress.skin, dress.rim, shift)
    for side in (-1, 1):
        s.path(ellipse(x + side * 0.47 * unit, y - 0.5 * unit, 0.1 * unit, 0.17 * unit), dress.skin)
    shapes = {
        "short": [
            (-0.5, -0.3),
            (-0.53, -0.85),
            (-0.3, -1.25),
            (0.3, -1.25),
            (0.53, -0.85),
            (0.5, -0.3),
            (0.25, -0.02),
            (-0.25, -0.02),
        ],
        "bob": [(-0.55, 0.12), (-0.6, -0.8), (-0.35, -1.28), (0.35, -1.28), (0.6, -0.8), (0.55, 0.12), (0, 0.2)],
        "tail": [
            (-0.5, -0.35),
            (-0.54, -0.85),
            (-0.3, -1.26),
            (0.3, -1.26),
            (0.54, -0.85),
            (0.5, -0.35),
            (0.2, -0.1),
            (-0.2, -0.1),
        ],
    }
    outline = shapes["tail" if dress.hair in {"tail", "bun"} else dress.hair if dress.hair in shapes else "short"]
    s.part(smooth([(x + a * unit, y + b * unit) for a, b in outline]), dress.hair_fill, dress.rim, shift)
    if dress.hair == "tail":
        tail = [(-0.14, -0.85), (0.14, -0.85), (0.24, 0.2), (0.05, 0.95), (-0.2, 0.3)]
        s.part(smooth([(x + a * unit, y + b * unit) for a, b in tail]), dress.hair_fill, dress.rim, shift)
    if dress.hair == "bun":
        s.part(disc(x, y - 0.9 * unit, 0.26 * unit), dress.hair_fill, dress.rim, shift)
    if dress.hat == "helmet":
        shell = [(-0.6, -0.5), (-0.62, -0.95), (-0.34, -1.4), (0.34, -1.4), (0.62, -0.95), (0.6, -0.5)]
        s.part(
            smooth([(x + a * unit, y + b * unit) for a, b in shell]), dress.hat_fill, dress.hat_rim or dress.rim, shift
        )


def facing(
    s: Scene,
    x: float,
    y: float,
    unit: float,
    dress: Dress,
    *,
    glasses: bool = False,
    gaze: Point = (0, 0),
    wide: float = 0.42,
    bow: float = 0,
) -> None:
    """Somebody who faces us, to the shoulders. (x, y): the middle of the face; `bow`: how far the features sink."""
    shift = s.away((x, y), dress.edge * unit)
    left = s.light[0] < x
    u, ink = unit, "#1E1410"

    def at(points: list[Point]) -> list[Point]:
        return [(x + a * u, y + b * u) for a, b in points]

    shoulders = [(-1.2, 6), (-1.2, 1.9), (-1.12, 1.25), (-0.5, 0.86), (0.5, 0.86), (1.12, 1.25), (1.2, 1.9), (1.2, 6)]
    if dress.hair in {"bob", "tail"}:
        low = 0.75 if dress.hair == "bob" else 0.3
        s.part(
            smooth(at([(-0.62, low), (-0.6, -0.4), (0, -0.92), (0.6, -0.4), (0.62, low)])),
            dress.hair_fill,
            dress.rim,
            shift,
        )
    s.part(smooth([(x + a * u * dress.broad, y + b * u) for a, b in shoulders]), dress.top, dress.rim, shift)
    s.path(limb((x, y + 0.8 * u), 0.27 * u, (x, y + 0.4 * u), 0.25 * u), dress.skin)
    with s.clip(limb((x, y + 0.8 * u), 0.27 * u, (x, y + 0.4 * u), 0.25 * u)):
        s.rect(x - u, y, 2 * u, u * 1.2, ink, 0.3)
    s.path(
        ellipse(x - (wide + 0.03) * u, y + 0.02 * u, 0.09 * u, 0.16 * u)
        + ellipse(x + (wide + 0.03) * u, y + 0.02 * u, 0.09 * u, 0.16 * u),
        dress.skin,
    )
    face = smooth(at([(-wide, -0.4), (-wide - 0.02, 0.1), (-wide * 0.78, 0.5), (-0.14, 0.72), (0.14, 0.72),
            (wide * 0.78, 0.5), (wide + 0.02, 0.1),
                      (wide, -0.4), (0, -0.7)]))  # fmt: skip
    s.part(face, dress.skin, dress.rim, shift)
    q = 1 if left else -1
    with s.clip(face):
        shade = [(0.7, -0.8), (0.2, -0.55), (0.26, -0.05), (0.1, 0.12), (0.24, 0.34), (0.06, 0.8), (0.8, 0.8)]
        s.path(smooth([(x + q * a * u, y + b * u) for a, b in shade]), ink, 0.22)
    d = 0.1 * bow
    for side in (-0.19, 0.19):
        ex, ey = x + side * u, y + (-0.06 + d) * u
        s.path(lens(ex - 0.12 * u, ey, ex + 0.12 * u, ey, 0.07 * u), ink if bow else "#F1E2C4")
        if not bow:
            s.path(ellipse(ex + gaze[0] * 0.05 * u, ey + gaze[1] * 0.03 * u, 0.05 * u, 0.05 * u), ink)
            s.path(lens(ex - 0.13 * u, ey, ex + 0.13 * u, ey, -0.1 * u), ink, 0.25)
        s.path(lens(ex - 0.13 * u, ey - 0.16 * u, ex + 0.13 * u, ey - 0.16 * u, -0.05 * u), ink)
        if glasses:
            s.ring(ex, ey + 0.01 * u, 0.16 * u, ink, 0.035 * u)
    s.poly(
        [
            (x - 0.03 * u, y + d * u),
            (x + 0.04 * u, y + d * u),
            (x + q * 0.12 * u, y + (0.24 + d) * u),
            (x, y + (0.27 + d) * u),
        ],
        ink,
        0.4,
    )
    s.path(lens(x - 0.16 * u, y + (0.42 + d) * u, x + 0.16 * u, y + (0.42 + d) * u, 0.06 * u), "#5A2A20")
    if dress.hair:
        w = wide + 0.06
        fringe = [
            (w, 0.1),
            (w - 0.06, -0.28),
            (0.26, -0.46),
            (-0.12, -0.36),
            (-w + 0.06, -0.2),
            (-w, 0.1),
            (-w - 0.02, -0.5),
            (-0.25, -0.9),
            (0.25, -0.9),
            (w + 0.02, -0.5),
        ]
        s.part(smooth(at(fringe)), dress.hair_fill, dress.rim, shift)
    if dress.hat == "helmet":
        shell = [(-0.66, -0.28), (-0.58, -0.7), (-0.3, -1.06), (0.3, -1.06), (0.58, -0.7), (0.66, -0.28), (0, -0.4)]
        s.part(smooth(at(shell)), dress.hat_fill, dress.hat_rim or dress.rim, shift)
