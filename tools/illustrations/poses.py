"""Common poses: feet at (0, 0), about 7.6 heads tall."""

from __future__ import annotations

from tools.illustrations.people import Pose

STAND = Pose(
    head=(0.15, 7.1), neck=(0, 6.5), hip=(-0.05, 3.8), elbows=((-0.5, 5), (0.3, 4.9)), hands=((-0.35, 3.7), (0.6, 3.8)),
    knees=((-0.15, 2), (0.25, 2)), feet=((-0.35, 0), (0.3, 0)),
)  # fmt: skip
POINT = STAND.but(
    head=(0.25, 7.1), neck=(0.05, 6.5), elbows=((-0.45, 5), (1.1, 6.1)), hands=((0.15, 4.1), (2.1, 6.8)),
    knees=((-0.4, 2), (0.35, 2)), feet=((-0.8, 0), (0.5, 0)),
)  # fmt: skip
WALK = Pose(
    head=(0.35, 7), neck=(0.2, 6.4), hip=(0, 3.75), elbows=((-0.6, 5.1), (0.6, 4.9)), hands=((-0.3, 4.1), (1.3, 4.6)),
    knees=((-0.3, 1.95), (0.65, 2.1)), feet=((-1.2, 0.1), (0.75, 0)),
)  # fmt: skip
LOOK_UP = Pose(
    head=(0.05, 7.1), neck=(0, 6.5), hip=(0, 3.8), elbows=((-0.5, 5.1), (0.75, 5.6)), hands=((-0.2, 4), (0.55, 6.7)),
    knees=((-0.2, 2), (0.25, 2)), feet=((-0.45, 0), (0.35, 0)), lean=-0.2,
)  # fmt: skip
REACH_UP = LOOK_UP.but(elbows=((0.7, 6.6), (0.95, 6.9)), hands=((1.2, 7.9), (1.35, 8.4)), lean=-0.3)
WORK = Pose(
    head=(0.85, 6.85), neck=(0.5, 6.3), hip=(-0.15, 3.75), elbows=((0.9, 4.7), (1, 4.9)), hands=((1.9, 4.5), (2.1,
    4.9)),
    knees=((-0.2, 2), (0.3, 2)), feet=((-0.6, 0), (0.4, 0)), lean=0.2,
)  # fmt: skip
BEND = Pose(
    head=(1.75, 5.7), neck=(1.25, 5.35), hip=(-0.35, 3.7), elbows=((1.5, 3.9), (1.7, 4.0)), hands=((2.1, 2.9), (2.4,
    3.1)),
    knees=((-0.3, 1.95), (0.25, 1.95)), feet=((-0.5, 0), (0.35, 0)), lean=0.5,
)  # fmt: skip
SIT = Pose(
    head=(0.35, 5.6), neck=(0.15, 5), hip=(-0.2, 2.3), elbows=((0.3, 3.3), (0.7, 3.4)), hands=((1.5, 3.3), (1.6, 3.7)),
    knees=((1.5, 2.3), (1.65, 2.4)), feet=((1.3, 0), (1.6, 0)), lean=0.1,
)  # fmt: skip
KNEEL = Pose(
    head=(0.95, 4.5), neck=(0.65, 4), hip=(-0.5, 1.7), elbows=((1.1, 2.6), (1.4, 2.7)), hands=((1.9, 2.2), (2.2, 2.5)),
    knees=((0.4, 0.5), (0.9, 2.3)), feet=((-0.9, 0), (0.6, 0)), lean=0.25,
)  # fmt: skip
PULL = Pose(
    head=(-1.25, 5.35), neck=(-1.3, 4.8), hip=(-0.75, 2.55), elbows=((-0.3, 3.95), (0.0, 3.9)), hands=((0.55, 3.85),
    (1.0, 3.85)),
    knees=((0.35, 2.2), (0.8, 1.75)), feet=((0.75, 0), (1.75, 0)), lean=-0.15,
)  # fmt: skip
