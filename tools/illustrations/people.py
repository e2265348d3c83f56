"""People as silhouettes of tapered limbs on a skeleton 7.6 heads tall, lit on the edge that faces the light."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from tools.illustrations.heads import HAIR, HAT_IS_ANGULAR, HATS, PROFILE
from tools.illustrations.scene import Scene
from tools.illustrations.shapes import Point, between, chain, ellipse, lens, limb, polygon, smooth

Pair = tuple[Point, Point]


@dataclass(frozen=True)
class Pose:
    """Joints in head units: x toward the face, y up from the ground. Pairs: the far one, the near one."""

    head: Point
    neck: Point
    hip: Point
    elbows: Pair
    hands: Pair
    knees: Pair | None = None
    feet: Pair | None = None
    shoulders: Pair | None = None
    lean: float = 0
    """How far the head is bowed (radians)."""

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


@dataclass(frozen=True)
class Dress:
    """What somebody wears, in flat colours. Limbs on the far side have `far`."""

    top: str
    far: str = ""
    legs: str = ""
    skin: str = ""
    rim: str | None = None
    hair: str | None = "short"
    hair_fill: str = "#15120F"
    hat: str | None = None
    hat_fill: str = ""
    hat_rim: str | None = None
    gloves: str = ""
    vest: str | None = None
    coat: float = 0
    apron: str | None = None
    edge: float = 0.075
    """Width of the lit edge in head units."""
    size: float = 1
    """Size of the head: larger for children."""
    broad: float = 1
    """Breadth of trunk and limbs."""
    short_sleeves: bool = False
    shorts: bool = False
    features: bool = False
    """Eye, brow and ear, where the head is large enough to show them."""

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


Place = Callable[[Point], Point]


def person(s: Scene, x: float, y: float, unit: float, pose: Pose, dress: Dress, flip: int = 1) -> Place:
    """Draws somebody in profile, feet at (x, y), and returns where a point of the skeleton came to lie."""

    def at(p: Point) -> Point:
        return x + flip * p[0] * unit, y - p[1] * unit

    far, legs, wide = dress.far or dress.top, dress.legs or dress.top, dress.broad * unit
    shift = s.away(at(between(pose.neck, pose.hip, 0.5)), dress.edge * unit)

    def part(data: str, fill: str, rim: str | None = dress.rim) -> None:
        s.part(data, fill, rim, shift)

    def leg(side: int, fill: str) -> None:
        assert pose.knees and pose.feet
        hip, knee, foot = (pose.hip[0] + (-0.12, 0.12)[side], pose.hip[1]), pose.knees[side], pose.feet[side]
        boot = [(-0.26, 0.36), (0.22, 0.34), (0.62, 0.12), (0.62, 0), (-0.28, 0)]
        ankle = (foot[0], foot[1] + 0.25)
        thigh, shin = (
            limb(at(hip), 0.5 * wide, at(knee), 0.36 * wide),
            limb(at(knee), 0.35 * wide, at(ankle), 0.25 * wide),
        )
        shoe = polygon([at((foot[0] + a, foot[1] + b)) for a, b in boot])
        if dress.shorts:
            part(limb(at(knee), 0.3 * wide, at(ankle), 0.2 * wide), dress.skin)
            part(shoe, legs)
            thigh, shin, shoe = limb(at(hip), 0.52 * wide, at(between(hip, knee, 0.85)), 0.46 * wide), "", ""
        part(thigh + shin + shoe, fill)

    def arm(side: int) -> None:
        shoulder = pose.shoulders[side] if pose.shoulders else (pose.neck[0] + (-0.25, 0.2)[side], pose.neck[1] - 0.35)
        elbow, hand = pose.elbows[side], pose.hands[side]
        wrist = between(elbow, hand, 0.9)
        part(mitten(at(elbow), at(hand), unit, flip), dress.gloves or dress.skin or dress.top)
        upper = limb(at(shoulder), 0.36 * wide, at(elbow), 0.28 * wide)
        fore = limb(at(elbow), 0.27 * wide, at(wrist), 0.19 * wide)
        if dress.short_sleeves:
            part(fore + limb(at(between(shoulder, elbow, 0.6)), 0.29 * wide, at(elbow), 0.27 * wide), dress.skin)
            upper, fore = limb(at(shoulder), 0.37 * wide, at(between(shoulder, elbow, 0.72)), 0.34 * wide), ""
        part(upper + fore, (far, dress.top)[side])

    if pose.knees:
        leg(0, dress.legs or far)
    arm(0)
    if pose.knees:
        leg(1, legs)
    trunk = _trunk(pose, dress, at, wide)
    part(trunk, dress.top)
    with s.clip(trunk):
        _stripes(s, pose, dress, at, unit)
    _profile_head(s, pose, dress, at, unit, part)
    arm(1)
    return at


def mitten(elbow: Point, hand: Point, unit: float, flip: int) -> str:
    """A hand in line with the forearm: palm, fingers, thumb on the upper side."""
    turn = math.atan2(hand[1] - elbow[1], hand[0] - elbow[0])
    up = -flip if math.cos(turn) * flip >= -0.2 else flip

    def out(along: float, across: float) -> Point:
        dx, dy = math.cos(turn), math.sin(turn)
        return hand[0] + (dx * along - dy * across * up) * unit, hand[1] + (dy * along + dx * across * up) * unit

    palm = limb(out(-0.16, 0), 0.15 * unit, out(0.06, 0), 0.17 * unit)
    return (
        palm
        + limb(out(0.06, -0.03), 0.15 * unit, out(0.32, -0.05), 0.09 * unit)
        + limb(out(-0.02, 0.1), 0.08 * unit, out(0.2, 0.2), 0.055 * unit)
    )


def _trunk(pose: Pose, dress: Dress, at: Place, wide: float) -> str:
    neck, hip = pose.neck, pose.hip
    middle = between(neck, hip, 0.5)
    data = chain((at((neck[0], neck[1] - 0.5)), 0.68 * wide), (at(middle), 0.66 * wide), (at(hip), 0.6 * wide))
    if dress.coat:
        skirt = [(-0.62, 0.3), (0.62, 0.3), (0.8, -dress.coat), (-0.8, -dress.coat)]
        data += polygon([at((hip[0] + a * dress.broad, hip[1] + b)) for a, b in skirt])
    return data


def _stripes(s: Scene, pose: Pose, dress: Dress, at: Place, unit: float) -> None:
    neck, hip = pose.neck, pose.hip
    if dress.apron:
        front = [
            (neck[0] + 0.42, neck[1] - 0.5),
            (neck[0] + 1.2, neck[1]),
            (hip[0] + 1.4, hip[1] - 3),
            (hip[0] + 0.05, hip[1] - 3),
        ]
        s.poly([at(p) for p in front], dress.apron)
    if dress.vest:
        for share in (0.42, 0.62):
            cx, cy = between(neck, hip, share)
            s.line([at((cx - 1, cy + 0.04)), at((cx + 1, cy - 0.04))], dress.vest, 0.15 * unit)
        s.line([at((neck[0] + 0.3, neck[1])), at((neck[0] + 0.22, neck[1] - 1.6))], dress.vest, 0.13 * unit)


def _profile_head(
    s: Scene, pose: Pose, dress: Dress, at: Place, unit: float, part: Callable[[str, str, str | None], None]
) -> None:
    (hx, hy), cos, sin, k = pose.head, math.cos(pose.lean), math.sin(pose.lean), dress.size

    def place(points: Iterable[Point]) -> list[Point]:
        return [at((hx + k * (a * cos - b * sin), hy - k * (a * sin + b * cos))) for a, b in points]

    skin = dress.skin or dress.top
    neck = limb(at(pose.neck), 0.3 * unit * k, place([(-0.06, 0.3)])[0], 0.26 * unit * k)
    part(neck + polygon(place(PROFILE)), skin, dress.rim)
    if dress.features:
        _features(s, place, unit * k)
    if dress.hair:
        part(smooth(place(HAIR[dress.hair])), dress.hair_fill, dress.rim)
    if dress.hat:
        outline = place(HATS[dress.hat])
        data = polygon(outline) if dress.hat in HAT_IS_ANGULAR else smooth(outline)
        part(data, dress.hat_fill or dress.top, dress.hat_rim or dress.rim)


def _features(s: Scene, place: Callable[[Iterable[Point]], list[Point]], unit: float) -> None:
    ink = "#1A120E"
    a, b, c, d, e, f, g = place(
        [(0.36, -0.05), (0.2, -0.03), (0.38, -0.24), (0.16, -0.16), (-0.1, 0.06), (0.22, 0.24), (0.39, 0.28)]
    )
    s.path(lens(*a, *b, unit * 0.05), ink)
    s.path(lens(*c, *d, unit * 0.05), ink)
    s.path(lens(*f, *g, unit * 0.025), ink)
    s.path(ellipse(*e, unit * 0.08, unit * 0.12), ink, 0.3)
