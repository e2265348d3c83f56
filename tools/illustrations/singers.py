"""A choir's singers from the front: open mouths, folders, light on one side of the face."""

from __future__ import annotations

from tools.illustrations.scene import Scene
from tools.illustrations.shapes import ellipse, limb, polygon, smooth

SKINS = (("#C08A5A", "#8C5E3C"), ("#B47E50", "#7E5436"), ("#CB986A", "#976843"), ("#A87248", "#744B2F"))


def singer(s: Scene, x: float, y: float, unit: float, *, woman: bool, kind: int) -> None:
    """(x, y): the middle of the face."""
    skin, shade = SKINS[kind % len(SKINS)]
    lit, u = "#FFE6B6", unit
    wide = (0.42, 0.46, 0.4, 0.5)[kind % 4]
    shift = s.away((x, y), u * 0.07)

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + a * u, y + b * u) for a, b in points]

    if woman and kind % 3:
        s.part(smooth(at([(-0.62, 0.6), (-0.6, -0.4), (0, -0.9), (0.6, -0.4), (0.62, 0.6)])), "#15100E", lit, shift)
    body = [(-1.2, 6), (-1.15, 3.2), (-1.1, 1.3), (-0.5, 0.85), (0.5, 0.85), (1.1, 1.3), (1.15, 3.2), (1.2, 6)]
    s.part(smooth(at(body)), "#EFE6CC" if woman else "#27323A", lit, shift)
    s.path(limb((x, y + 0.75 * u), 0.24 * u, (x, y + 0.4 * u), 0.22 * u), shade)
    if not woman:
        s.poly(at([(-0.3, 0.84), (0.3, 0.84), (0, 1.6)]), "#EFE6CC")
        s.poly(at([(-0.08, 0.95), (0.08, 0.95), (0.06, 1.5), (-0.06, 1.5)]), "#4A3A30")
    tilt = (-5, 3, 0, 6, -3)[kind % 5]
    with s.moved(f"rotate({tilt} {x:.0f} {y:.0f})"):
        face = smooth(
            at(
                [
                    (-wide, -0.35),
                    (-wide, 0.2),
                    (-0.26, 0.6),
                    (0, 0.7),
                    (0.26, 0.6),
                    (wide, 0.2),
                    (wide, -0.35),
                    (0, -0.66),
                ]
            )
        )
        s.part(face, skin, lit, shift)
        with s.clip(face):
            s.path(
                smooth(at([(-0.6, -0.7), (-0.1, -0.5), (-0.16, 0.1), (-0.04, 0.3), (-0.2, 0.7), (-0.6, 0.7)])), shade
            )
        for side in (-0.19, 0.19):
            s.path(ellipse(x + side * u, y - 0.06 * u, 0.085 * u, 0.035 * u), "#1E1410")
            s.path(polygon(at([(side - 0.12, -0.2), (side, -0.26), (side + 0.12, -0.2), (side, -0.21)])), "#1E1410")
        s.path(
            ellipse(x + 0.02 * u, y + 0.4 * u, (0.1 + 0.02 * (kind % 3)) * u, (0.1 + 0.03 * (kind % 2)) * u), "#4A1D18"
        )
        cut = -0.3 if woman else -0.36
        hair = [
            (-wide - 0.07, 0.05),
            (-wide - 0.06, -0.55),
            (-0.2, -0.86),
            (0.24, -0.86),
            (wide + 0.06, -0.55),
            (wide + 0.07, 0.05),
        ]
        fringe = [(wide - 0.04, cut + 0.1), (0.2 if kind % 2 else -0.1, cut - 0.06), (-wide + 0.06, cut + 0.05)]
        grey = kind % 7 == 3
        s.part(smooth(at(hair + fringe)), "#8E8779" if grey else "#15100E", lit, shift)
    s.part(
        polygon(at([(-0.82, 1.5), (0, 1.64), (0.82, 1.5), (0.84, 2.3), (0, 2.46), (-0.84, 2.3)])),
        "#33262A",
        lit,
        (0, u * 0.05),
    )
    for side in (-0.86, 0.86):
        s.path(ellipse(x + side * u, y + 2.0 * u, 0.16 * u, 0.2 * u), skin)
