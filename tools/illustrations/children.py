"""The children's room: people with larger heads and shorter limbs."""

from __future__ import annotations

from tools.illustrations.busts import facing
from tools.illustrations.people import Dress, Pose, person
from tools.illustrations.poses import KNEEL
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import box, disc, ellipse, polygon, smooth
from tools.illustrations.things import books, town

CHILD = Pose(
    head=(0.08, 5.0), neck=(0, 4.2), hip=(0, 2.5), elbows=((-0.35, 3.2), (0.45, 3.2)), hands=((-0.2, 2.4), (1.0, 2.9)),
    knees=((-0.1, 1.35), (0.2, 1.35)), feet=((-0.25, 0), (0.3, 0)),
)  # fmt: skip
CHILD_SITS = CHILD.but(
    head=(0.6, 4.35), neck=(0.35, 3.6), hip=(-0.1, 1.75), elbows=((0.65, 2.65), (0.7, 2.55)), hands=((1.35, 2.6),
    (1.4, 2.5)),
    knees=((0.9, 1.75), (1.05, 1.7)), feet=((0.85, 0), (1.05, 0)), lean=0.35,
)  # fmt: skip


def daycare() -> Scene:
    s = Scene(1600, 1067, "#DCCFA6", seed=143, light=(1150, 240))
    s.halo(1150, 260, [1500, 1220, 960, 720, 500], ["#D0C398", "#DACDA4", "#E5DAB4", "#EFE6C6", "#F9F2DA"], 0.9)
    s.panes(880, 90, 580, 450, "#FFFBEC", "#7E8A70", 3, 2, 11)
    with s.clip(box(886, 96, 568, 438)):
        town(s, 870, 1480, 540, ["#EFE6C6", "#E5DAB4"], (90, 240), 80)
        for x, k in ((960, 1.1), (1180, 0.9), (1380, 1.2)):
            s.path(
                smooth([(x - 90 * k, 580), (x - 100 * k, 440), (x, 340), (x + 100 * k, 440), (x + 90 * k, 580)]),
                "#B5BC88",
            )
            s.gouges(40, (x - 70 * k, 400, x + 70 * k, 530), "#DADCB0", (12, 34), (1.5, 4), -0.6, 0.4)
    s.bars(880, 90, 580, 450, "#7E8A70", 3, 2, 11)
    s.rect(850, 540, 640, 18, "#7E8A70")
    # Drawings on a string, shelf with blocks and balls.
    s.stroke("M60 150C260 210 520 210 800 130", "#7E6A44", 4)
    for i, (x, y) in enumerate(((110, 166), (260, 192), (420, 200), (580, 186), (710, 160))):
        with s.moved(f"rotate({(-5, 3, -2, 5, -4)[i]} {x} {y})"):
            s.rect(x - 50, y, 100, 124, "#FFFBEC")
            s.rect(x - 8, y - 10, 16, 22, "#7E6A44")
            if i % 2:
                s.path(disc(x, y + 60, 26), ("#C9A35A", "#8FA08C")[i // 2 % 2])
            else:
                s.poly(
                    [(x - 34, y + 100), (x - 34, y + 60), (x, y + 30), (x + 34, y + 60), (x + 34, y + 100)],
                    ("#8FA08C", "#C9A35A", "#6E8078")[i // 2],
                )
    s.rect(60, 420, 520, 250, "#A98E5C")
    s.rect(60, 420, 520, 6, "#FFFBEC")
    for row in range(2):
        for column in range(4):
            x, y = 74 + column * 126, 434 + row * 118
            s.rect(x, y, 112, 106, "#7E6A44")
            if (row + column) % 3 == 0:
                s.path(disc(x + 56, y + 72, 32), ("#C9B07A", "#8FA08C")[column % 2])
            elif (row + column) % 3 == 1:
                for i in range(3):
                    s.rect(
                        x + 12 + i * 31,
                        y + 62 - (i % 2) * 26,
                        28,
                        44 + (i % 2) * 26,
                        ("#D9CBA0", "#6E8078", "#B9965A")[i],
                    )
            else:
                books(s, x + 8, y + 106, 100, 80, ["#D9CBA0", "#6E8078", "#B9965A", "#8FA08C"], (12, 20))
    s.rect(0, 700, 1600, 370, "#BFA46C")
    s.poly([(880, 700), (1460, 700), (1240, 1067), (340, 1067)], "#DCC690")
    s.poly([(1060, 700), (1260, 700), (940, 1067), (600, 1067)], "#F0DFB0")
    s.gouges(180, (0, 710, 1600, 1067), "#97804E", (50, 220), (1, 3), 0, 0.02, None, 0.6)
    # A child runs with the red pinwheel; another builds.
    lit = "#FFFDF2"
    kid = Dress(
        "#5E7A78",
        far="#4C6664",
        legs="#4A4A3C",
        skin="#C8966A",
        rim=lit,
        hair="crop",
        hair_fill="#1B1612",
        size=1.28,
        broad=0.86,
        features=True,
    )
    run = CHILD.but(
        head=(0.35, 4.9), neck=(0.2, 4.15), elbows=((-0.6, 3.4), (0.75, 4.2)), hands=((-0.8, 2.8), (1.1, 5.0)),
        knees=((-0.25, 1.3), (0.6, 1.5)), feet=((-1.15, 0.3), (0.55, 0)), lean=-0.1,
    )  # fmt: skip
    at = person(s, 300, 930, 68, run, kid.but(hair="tail", top="#C9A35A", far="#A9853F", shorts=True, legs="#5E7A78"))
    x, y = at((1.35, 5.35))
    s.line([(x - 18, y + 46), (x + 24, y - 72)], "#7E6A44", 6, True)
    for i in range(4):
        with s.moved(f"rotate({i * 90 + 20} {x + 24:.0f} {y - 72:.0f})"):
            s.path(
                smooth([(x + 24, y - 72), (x + 24, y - 140), (x + 24, y - 140), (x + 72, y - 118), (x + 50, y - 80)]),
                (RED, RED_LIT, RED, RED_DARK)[i],
            )
    s.path(disc(x + 24, y - 72, 8), "#FFFBEC")
    # The low table: two children draw, the teacher kneels beside them.
    sits = CHILD_SITS
    s.rect(676, 884, 96, 14, "#7E6A44")
    s.rect(690, 898, 12, 90, "#7E6A44")
    s.rect(748, 898, 12, 90, "#7E6A44")
    person(s, 716, 990, 74, sits, kid)
    teacher = Dress(
        "#3F5A5C",
        far="#31484A",
        legs="#2C302C",
        skin="#B9845A",
        rim=lit,
        hair="bob",
        hair_fill="#17130F",
        features=True,
    )
    kneel = KNEEL.but(
        head=(0.7, 4.75), neck=(0.4, 4.2), elbows=((1.0, 2.9), (1.05, 2.9)), hands=((2.0, 2.65), (1.9, 2.5)), lean=0.28
    )
    person(s, 1330, 1000, 98, kneel, teacher, -1)
    s.part(polygon([(820, 800), (1190, 800), (1210, 840), (800, 840)]), "#C9A35A", lit, (0, 6))
    s.rect(800, 840, 410, 16, "#8A6C36")
    for leg in (820, 1172):
        s.rect(leg, 856, 18, 150, "#8A6C36")
    s.poly([(850, 808), (940, 808), (940, 834), (838, 834)], "#FFFBEC")
    s.poly([(1010, 806), (1110, 806), (1126, 834), (1010, 834)], "#FFFBEC")
    s.path(disc(890, 821, 8), "#C9A35A")
    s.stroke("M1030 826C1050 810 1070 830 1096 814", "#6E8078", 5)
    for i, x in enumerate((960, 976, 992)):
        s.rect(x, 782 - (i % 2) * 8, 8, 40, ("#6E8078", "#B9965A", "#40504C")[i])
    s.rect(952, 800, 56, 36, "#E9E2C6")
    # A smaller one stands at the far side of the table and looks on.
    with s.clip(box(0, 0, 1600, 802)):
        facing(s, 1080, 660, 64, kid.but(top="#8FA08C", hair="bob", edge=0.06, broad=0.8), gaze=(-0.3, 1), wide=0.45)
    s.part(polygon([(820, 800), (1190, 800), (1192, 806), (818, 806)]), lit, lit)
    for side in (-1, 1):
        s.part(ellipse(1080 + side * 40, 796, 22, 13), "#C8966A", lit, (0, 4))
    # Near: blocks and a ball, cut by the frame.
    s.part(disc(70, 1030, 92), "#3A4A48", lit, (-8, 8))
    s.stroke("M-10 1000C50 1030 110 1030 160 1000", "#8FA08C", 10)
    for x, y, fill in ((1440, 980, "#3A3426"), (1536, 990, "#4A5A54"), (1490, 896, "#2C302C")):
        s.part(polygon([(x, y), (x + 90, y), (x + 90, y + 90), (x, y + 90)]), fill, lit, (7, 6))
    return s
