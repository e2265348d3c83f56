"""Heavy trades: wiring a cabinet in a contest, boring a tunnel, building a ship."""

from __future__ import annotations

import math

from tools.illustrations.machinery import cabinet
from tools.illustrations.people import Dress, person
from tools.illustrations.poses import KNEEL, LOOK_UP, POINT, STAND, WALK, WORK
from tools.illustrations.scene import RED, RED_LIT, Scene
from tools.illustrations.shapes import curve, disc, ellipse, polygon, smooth
from tools.illustrations.things import pendant


def plc() -> Scene:
    s = Scene(1600, 1067, "#2C3A40", seed=121, light=(1230, 400))
    s.halo(1230, 420, [1180, 940, 730, 540, 380], ["#33434A", "#42535A", "#5B6A6A", "#7C867C", "#A3A58F"], 0.86)
    # The hall: roof trusses, lamps, contestants in a row going back.
    for i in range(3):
        s.truss(
            (-20, 60 + i * 46),
            (1620, 60 + i * 46),
            34 - i * 8,
            ("#161E23", "#1E282D", "#263238")[i],
            6 - i * 1.4,
            22 + i * 8,
        )
    for x, width in ((180, 150), (560, 110), (850, 80)):
        pendant(s, x, 240 - (180 - width) * 0.4, width, "#161E23", "#FFF3D0", 60)
    s.rect(0, 720, 1600, 350, "#1E282D")
    s.poly([(700, 720), (1300, 720), (1600, 1067), (420, 1067)], "#3C464A")
    s.gouges(220, (0, 730, 1600, 1067), "#56605F", (50, 220), (1, 3), 0, 0.02, None, 0.7)
    lit = "#FFF0CC"
    worker = Dress(
        "#37474E",
        far="#2B393F",
        legs="#222C31",
        skin="#7A5A42",
        rim="#D9C9A0",
        hat="helmet",
        hat_fill="#C9C4AC",
        hair="crop",
    )
    for x, y, k in ((690, 736, 0.42), (450, 776, 0.56), (110, 830, 0.76)):
        cabinet(s, x, y, k, "#222C31", "#4A5A5C", "#2C383C", "#8C9484", "#C9BE9C")
        s.rect(x - 60 * k, y - 620 * k, 60 * k, 620 * k, "#2A363B")
    person(s, 640, 752, 32, WORK, worker)
    person(s, 410, 806, 43, KNEEL.but(hands=((1.6, 3.2), (1.8, 3.5))), worker.but(top="#46524A"))
    # The umpire with a board and a watch.
    umpire = Dress(
        "#D6CDB0",
        far="#B3AB90",
        legs="#222C31",
        skin="#8F6444",
        rim=lit,
        hair="short",
        hair_fill="#8A8578",
        features=True,
    )
    board = STAND.but(head=(0.3, 7.05), elbows=((0.35, 4.9), (0.35, 4.9)), hands=((1.2, 5.0), (1.1, 5.2)), lean=0.25)
    at = person(s, 236, 1010, 76, board, umpire)
    x, y = at((1.55, 5.45))
    with s.moved(f"rotate(16 {x:.0f} {y:.0f})"):
        s.part(
            polygon([(x - 34, y - 46), (x + 30, y - 46), (x + 30, y + 44), (x - 34, y + 44)]), "#6E5A3C", lit, (-4, 4)
        )
        s.rect(x - 26, y - 36, 48, 72, "#FFFBEC")
        for i in range(4):
            s.rect(x - 20, y - 24 + i * 15, 34 - (i % 2) * 10, 4, "#A9A07E")
    # The near cabinet, its door to the right, and the contestant.
    cabinet(s, 1080, 900, 1.16, "#1A2328", "#F3E3B8", "#4A5456", "#C2B68E", "#FFFBEC")
    s.part(polygon([(1498, 180), (1600, 130), (1600, 980), (1498, 900)]), "#232F35", lit, (6, 3))
    for i in range(4):
        s.poly([(1520, 260 + i * 20), (1600, 232 + i * 22), (1600, 240 + i * 22), (1520, 267 + i * 20)], "#0F161A")
    s.path(ellipse(1556, 520, 22, 27), "#E2BC5E")
    s.path(ellipse(1560, 520, 13, 17), "#0F161A")
    hero = Dress("#2F4650", far="#243841", legs="#1B2328", skin="#A8754A", rim=lit, hat="helmet", hat_fill="#E6DEC2",
            hat_rim="#FFFFFF",
                 hair="tail", hair_fill="#14110E", features=True)  # fmt: skip
    pose = WORK.but(
        head=(0.75, 6.95),
        neck=(0.4, 6.4),
        elbows=((1.05, 5.05), (1.1, 5.0)),
        hands=((2.15, 5.75), (2.15, 5.35)),
        lean=0.12,
    )
    at = person(s, 830, 1046, 118, pose, hero)
    bib = [at((-0.38, 5.75)), at((0.3, 5.7)), at((0.2, 4.6)), at((-0.45, 4.65))]
    s.part(polygon(bib), RED, RED_LIT, (-4, 4))
    x, y = at((-0.34, 4.85))
    s.text("07", x + 6, y - 16, 54, "#FBE9C4")
    x, y = at((2.35, 5.38))
    s.line([(x - 6, y + 2), (x + 44, y - 10)], "#E2BC5E", 16, True)
    s.line([(x + 40, y - 9), (x + 96, y - 24)], "#3A3F3E", 6, True)
    s.halo(x + 98, y - 24, [17, 8], ["#FFF1C4", "#FFFFFF"])
    x, y = at((2.4, 5.85))
    s.stroke(curve([(x, y), (x + 60, y - 30), (x + 120, y + 10), (x + 150, y + 60)]), "#C98B2C", 6)
    # Near: the bench with pliers, reels, a crimping tool.
    s.part(polygon([(-10, 940), (300, 950), (330, 1067), (-10, 1067)]), "#10171B", lit, (0, 6))
    for x, r in ((70, 54), (180, 42)):
        s.part(disc(x, 940 - r * 0.7, r), "#10171B", lit, (-6, 4))
        s.ring(x, 940 - r * 0.7, r * 0.62, "#8C7442", r * 0.3)
        s.path(disc(x, 940 - r * 0.7, r * 0.24), "#2C3A40")
    s.line([(240, 948), (290, 880)], "#4A5A5C", 12, True)
    s.line([(262, 948), (276, 872)], "#8C7442", 12, True)
    return s


def tunnel() -> Scene:
    s = Scene(1200, 1200, "#0E1619", seed=122, light=(610, 520))
    cx, cy = 610, 540
    ramp = [
        "#111A1D",
        "#18252A",
        "#203138",
        "#2B4046",
        "#3A5256",
        "#4E6867",
        "#6B8078",
        "#8F9A84",
        "#B9B48E",
        "#DFCF9C",
        "#F6E6B8",
    ]
    radii = [860, 730, 616, 516, 430, 356, 292, 238, 192, 152, 118]
    for i, (r, fill) in enumerate(zip(radii, ramp, strict=True)):
        x, y = cx - (10 - i) * 3, cy + (10 - i) * 6
        s.path(disc(x, y, r), fill)
        s.ring(x, y, r, "#0B1215" if i < 5 else ramp[i - 2], 6 - i * 0.4)
        inner = radii[i + 1] if i < 10 else 90
        for k in range(8):
            turn = math.radians(k * 45 + (0 if i % 2 else 20) + 10)
            a, b = math.cos(turn), math.sin(turn)
            s.line(
                [(x + a * inner, y + b * inner), (x + a * r, y + b * r)],
                "#0B1215" if i < 5 else ramp[i - 2],
                4 - i * 0.25,
            )
            for off in (-0.16, 0.16):
                c, d = math.cos(turn + off), math.sin(turn + off)
                m = (inner + r) / 2
                if i < 6:
                    s.path(ellipse(x + c * m, y + d * m, (r - inner) * 0.09, (r - inner) * 0.09), "#0B1215")
    # The machine's back end in the light: wheel of spokes.
    s.halo(cx, cy, [92, 66, 36], ["#FFF3CF", "#FFFAE6", "#FFFFFF"])
    s.ring(cx, cy, 100, "#6B6A52", 10)
    for k in range(6):
        turn = math.radians(k * 60 + 15)
        s.line(
            [
                (cx + math.cos(turn) * 34, cy + math.sin(turn) * 34),
                (cx + math.cos(turn) * 98, cy + math.sin(turn) * 98),
            ],
            "#6B6A52",
            9,
        )
    s.gouges(90, (60, 60, 1140, 900), "#F6E6B8", (20, 80), (0.8, 2), lambda a, b: math.atan2(b - cy, a - cx) + 1.57,
            0.05,
             lambda a, b: 180 < math.hypot(a - cx, b - cy) < 620, 0.45)  # fmt: skip
    # Pipes, cable racks, lamps along the wall.
    for a, b, width, fill in (
        ((-20, 420), (520, 520), 46, "#15232A"),
        ((-20, 500), (520, 532), 30, "#2B4046"),
        ((1220, 380), (700, 514), 40, "#15232A"),
    ):
        s.poly([(a[0], a[1] - width), (b[0], b[1] - 3), (b[0], b[1] + 3), (a[0], a[1] + width)], fill)
        s.line([(a[0], a[1] - width), (b[0], b[1] - 3)], "#B9B48E", 3)
    for i, k in enumerate((1.0, 0.62, 0.38, 0.24)):
        x, y = cx + 560 * k, cy - 330 * k
        s.halo(x, y, [84 * k, 50 * k, 26 * k], [ramp[min(10, 3 + i)], "#B9B48E", "#FFF6DC"])
    # The track: bed, sleepers, rails, walkway.
    s.poly([(cx - 74, cy + 92), (cx + 74, cy + 92), (1040, 1200), (120, 1200)], "#1A262A")
    s.poly([(cx - 30, cy + 92), (cx + 30, cy + 92), (800, 1200), (380, 1200)], "#5E6A5C")
    s.poly([(cx - 12, cy + 92), (cx + 12, cy + 92), (680, 1200), (500, 1200)], "#B9B48E")
    for i in range(11):
        depth = (i / 10) ** 2
        y, half = cy + 100 + depth * 560, 66 + depth * 400
        s.rect(cx - half + (-30 * depth), y, half * 2, 5 + depth * 30, "#0B1215")
        s.rect(cx - half + (-30 * depth), y, half * 2, 2 + depth * 4, "#8F9A84")
    for side in (-1, 1):
        top, low = cx + side * 46, 580 + side * 330
        s.poly([(top - 3, cy + 92), (top + 3, cy + 92), (low + 20, 1200), (low - 20, 1200)], "#0B1215")
        s.poly(
            [(top - side * 2, cy + 92), (top - side * 3, cy + 92), (low - side * 20, 1200), (low - side * 11, 1200)],
            "#F6E6B8",
        )
    # Far: a locomotive and two workers; near: two more, one with the red helmet.
    far = Dress("#1C2A2C", rim="#F6E6B8", hat="helmet", hat_fill="#3A4A46", hair=None)
    person(s, 520, 690, 14, STAND, far)
    person(s, 706, 700, 15, WALK, far, -1)
    lit = "#FFEFC4"
    near = Dress("#121C20", far="#0D1518", legs="#10191C", skin="#5E4630", rim=lit, hat="helmet", hat_fill="#D9CFA8",
            hat_rim="#FFFFFF",
                 hair="crop", vest="#D9B66A", features=True)  # fmt: skip
    person(s, 900, 1096, 68, POINT.but(lean=-0.05), near.but(hat_fill=RED, hat_rim="#F39A68"), -1)
    person(
        s,
        318,
        1130,
        76,
        LOOK_UP.but(elbows=((-0.4, 5.0), (0.6, 5.0)), hands=((-0.1, 4.0), (1.2, 5.2)), lean=-0.06),
        near.but(skin="#6B4C34", vest="#E2C98C"),
    )
    x, y = 318 + 1.5 * 76, 1130 - 5.5 * 76
    s.part(polygon([(x - 32, y - 36), (x + 30, y - 44), (x + 36, y + 34), (x - 26, y + 44)]), "#0D1518", lit, (-4, 4))
    s.poly([(x - 22, y - 26), (x + 22, y - 32), (x + 26, y + 26), (x - 18, y + 32)], "#8F9A84")
    # Nearest: a segment hanging at the frame's edge.
    s.part(smooth([(-40, 1240), (-40, 960), (30, 1010), (130, 1110), (190, 1240)]), "#080D0F", lit, (-5, 6))
    return s


def shipyard() -> Scene:
    s = Scene(1600, 900, "#43545E", seed=123, light=(380, 420))
    x, y = 380, 440
    s.halo(
        x,
        y,
        [1280, 1050, 840, 650, 480, 330, 210, 120],
        ["#4C5C64", "#616A6C", "#7E7C74", "#A0907A", "#C2A67E", "#DDBD88", "#F0D4A0", "#FBE8C4"],
        0.76,
    )
    s.halo(x, y, [74], ["#FFF8E8"])
    s.gouges(300, (0, 0, 1600, 480), "#FFF1D2", (40, 160), (0.6, 2), 0, 0.03, lambda a, b: abs(a - x) > 180, 0.3)
    s.gouges(120, (700, 0, 1600, 300), "#26353E", (60, 220), (1, 3), 0, 0.03, None, 0.35)
    # Far shore, the great portal crane over the dock.
    s.path("M0 520C160 494 300 512 460 500S760 512 900 506V600H0Z", "#9C8670")
    for i in range(5):
        s.crane(60 + i * 150, 520, 430 - (i % 3) * 30, (90, -80, 100)[i % 3], 40, "#7E7464", 2, 9)
    s.rect(0, 520, 1600, 90, "#7B7468")
    s.gouges(140, (0, 524, 900, 604), "#FFF1D2", (24, 110), (1, 2.4), 0, 0.02, lambda a, b: abs(a - x) < 180)
    girder = "#34434B"
    s.truss((60, 128), (1640, 128), 74, girder, 6, 26)
    s.line([(60, 92), (1640, 92)], "#C9A679", 3)
    for left in (120, 300):
        s.truss((left, 128), (left - 70, 600), 34, girder, 5, 14)
    s.line([(80, 420), (260, 420)], girder, 6)
    s.rect(500, 90, 420, 78, girder)
    s.text("临港船厂", 530, 151, 62, "#E9CFA0", gap=36)
    s.rect(1060, 156, 74, 40, girder)
    for off in (10, 60):
        s.line([(1060 + off, 196), (1060 + off, 262)], girder, 3)
    # The dock's floor.
    s.poly([(0, 604), (860, 604), (940, 760), (1600, 760), (1600, 900), (0, 900)], "#3A444A")
    s.poly([(250, 604), (560, 604), (820, 900), (60, 900)], "#8C7A66")
    s.poly([(330, 604), (440, 604), (520, 900), (240, 900)], "#C7A67C")
    s.gouges(260, (0, 612, 1600, 900), "#232E35", (40, 180), (1, 3.2), 0, 0.02, None, 0.9)
    s.gouges(
        130,
        (100, 612, 780, 900),
        "#FFF1D2",
        (24, 120),
        (1, 3),
        0,
        0.02,
        lambda a, b: abs(a - 380) < 60 + (b - 604) * 0.7,
    )
    # The hull: bow to the left, red below the water line.
    bow = [(800, 250), (1620, 206), (1620, 760), (930, 760), (872, 700), (862, 620), (880, 520), (846, 400)]
    dark = "#22313A"
    with s.clip(polygon(bow)):
        s.rect(700, 180, 940, 600, "#2C3D47")
        s.poly([(800, 250), (900, 245), (930, 400), (926, 540), (900, 760), (800, 760), (700, 500)], "#6E6A60")
        s.poly([(1180, 180), (1640, 180), (1640, 780), (1240, 780)], dark)
        s.rect(700, 536, 940, 260, "#8E1218")
        s.poly([(780, 536), (938, 536), (926, 640), (940, 780), (780, 780)], RED_LIT)
        s.poly([(938, 536), (1230, 536), (1242, 780), (940, 780), (926, 640)], RED)
        s.rect(700, 526, 940, 12, "#E9D9B4")
        for k in range(8):
            s.line([(1000 + k * 90, 200), (1020 + k * 84, 780)], "#1A262D", 2)
        for k in range(5):
            s.line([(800, 300 + k * 96), (1640, 276 + k * 100)], "#1A262D", 2)
        s.gouges(120, (860, 540, 1640, 760), "#5E0B10", (20, 80), (1, 2.4), 0.02, 0.05)
        for k in range(6):
            s.rect(958, 470 - k * 40, 22, 5, "#E9D9B4")
    s.path(smooth([(884, 590), (840, 600), (806, 650), (820, 700), (880, 712)]), RED_LIT)
    s.line([(800, 250), (1620, 206)], "#F3DCB0", 5)
    s.line([(806, 222), (1620, 176)], dark, 4)
    for k in range(14):
        s.line([(812 + k * 60, 250 - k * 3.2), (812 + k * 60, 220 - k * 3.2)], dark, 4)
    s.part(polygon([(1330, 214), (1600, 200), (1600, 96), (1376, 108)]), "#39474E", "#D9B98A", (5, 4))
    s.path(ellipse(920, 360, 15, 22), "#1A262D")
    s.line([(920, 372), (900, 480), (906, 540)], "#1A262D", 7)
    # Keel blocks.
    for k in range(9):
        s.part(
            polygon([(900 + k * 84, 752), (950 + k * 84, 752), (956 + k * 84, 800), (894 + k * 84, 800)]),
            "#161F25",
            "#C9A679",
            (4, 3),
        )
    # Scaffold along the side with workers on it.
    pole = "#10181D"
    for k in range(7):
        s.line([(1080 + k * 92, 330 - k * 4), (1080 + k * 92, 800)], pole, 6)
    for level in (360, 470, 580, 690):
        s.line([(1060, level + 4), (1640, level - 14)], pole, 8)
        s.line([(1060, level), (1640, level - 18)], "#C9A679", 2)
        s.line([(1060, level - 44), (1640, level - 62)], pole, 3)
    for k in range(6):
        s.line([(1080 + k * 92, 690 - (k % 2) * 110), (1172 + k * 92, 576 - (k % 2) * 110)], pole, 3)
    lit = "#FFE6B4"
    worker = Dress(
        "#141C21",
        skin="#4A3828",
        rim=lit,
        hat="helmet",
        hat_fill="#E0C067",
        hat_rim="#FFF3C4",
        hair=None,
        vest="#C9A877",
    )
    for a, b, unit, pose, flip in (
        (1120, 578, 15, LOOK_UP, 1), (1240, 466, 15, WORK, 1), (1350, 574, 15, STAND, -1), (1420, 460, 15, POINT, -1),
        (1180, 688, 16, KNEEL, 1), (1330, 352, 14, WALK, -1), (1500, 680, 16, WORK, 1),
    ):  # fmt: skip
        person(s, a, b, unit, pose, worker, flip)
    s.rays(1208, 660, 36, (14, 46), "#FFF6E2")
    s.halo(1208, 660, [15, 8], ["#FFF1D2", "#FFFFFF"])
    # Near platform: foreman with drawings, a welder passing with cable.
    s.part(polygon([(-10, 838), (640, 816), (700, 824), (700, 900), (-10, 900)]), "#0E161B", "#E9C08F", (0, 5))
    for k in range(7):
        s.line([(20 + k * 100, 838 - k * 3.4), (20 + k * 100, 742 - k * 3.4)], "#0E161B", 6)
    s.line([(-10, 752), (690, 728)], "#0E161B", 5)
    near = worker.but(top="#0E161B", far="#131D23", skin="#4A3828", features=True)
    at = person(
        s,
        230,
        834,
        44,
        STAND.but(elbows=((0.3, 5.0), (0.4, 4.9)), hands=((1.2, 5.2), (1.2, 4.9)), lean=0.2),
        near.but(hat_fill="#E6DEC2"),
    )
    a, b = at((1.4, 5.1))
    s.part(
        polygon([(a - 24, b - 26), (a + 40, b - 34), (a + 46, b + 22), (a - 18, b + 30)]), "#D9C7A0", "#FFFBEC", (4, 3)
    )
    person(s, 480, 826, 46, POINT, near)
    return s
