"""Those who watch over things: rails at night, a pressure gauge, the pumps in the flood season."""

from __future__ import annotations

import math

from tools.illustrations.machinery import pump, valve
from tools.illustrations.people import Dress, person
from tools.illustrations.poses import KNEEL, LOOK_UP, SIT, STAND, WALK, WORK
from tools.illustrations.scene import RED, RED_LIT, Scene
from tools.illustrations.shapes import box, curve, disc, ellipse, limb, polygon, smooth
from tools.illustrations.things import chair


def railnight() -> Scene:
    s = Scene(1067, 1600, "#10181E", seed=151, light=(170, 860))
    vx, vy = 520, 560
    s.halo(
        170,
        880,
        [1000, 800, 560, 420, 300, 200, 120],
        ["#142028", "#1A2A33", "#243842", "#344C54", "#516A6C", "#869286", "#C9C29C"],
        0.86,
    )
    # The box of the tunnel: far portal, wall panels, cables, roof beams.
    s.rect(vx - 70, vy - 70, 140, 120, "#0A1014")
    s.path(disc(vx - 34, vy - 8, 7) + disc(vx + 34, vy - 8, 7), "#F6E6B8")
    for i in range(9):
        k = 1.0 / (1 + i * 0.42) * 10
        x0, x1, top, low = vx - 62 * k, vx + 66 * k, vy - 80 * k, vy + 60 * k
        tone = ("#0B1217", "#0E171C", "#121D23", "#16242B", "#1B2B33", "#21333B", "#283C43", "#30464C", "#384F54")[i]
        s.line([(x0, low), (x0, top), (x1, top), (x1, low)], tone, 26 - i * 2.4)
    for y0, y1, width, fill in (
        (420, 548, 12, "#2B4048"),
        (500, 556, 9, "#0B1217"),
        (640, 568, 12, "#2B4048"),
        (720, 574, 8, "#0B1217"),
    ):
        s.line([(-10, y0), (vx - 70, y1)], fill, width)
        s.line([(-10, y0 - 6), (vx - 70, y1)], "#869286", 2)
    # Platform edge and its doors on the right.
    s.poly([(vx + 78, vy + 36), (1067, 930), (1067, 1160), (vx + 78, vy + 58)], "#1D2C33")
    s.poly([(vx + 78, vy + 34), (1067, 916), (1067, 940), (vx + 78, vy + 40)], "#C9C29C")
    for i in range(6):
        k0, k1 = 0.12 + i * 0.17, 0.22 + i * 0.17
        xa, xb = vx + 78 + (1067 - vx - 78) * k0, vx + 78 + (1067 - vx - 78) * k1
        ya, yb = vy + 34 + (916 - vy - 34) * k0, vy + 34 + (916 - vy - 34) * k1
        s.poly([(xa, ya), (xb, yb), (xb, yb - 90 - 560 * k1), (xa, ya - 90 - 560 * k0)], "#1B2B33")
        s.line([(xa, ya), (xa, ya - 90 - 560 * k0), (xb, yb - 90 - 560 * k1), (xb, yb)], "#41565A", 5)
        s.line([(xa + 4, ya - 20 - 130 * k0), (xb - 4, yb - 50 - 330 * k1)], "#516A6C", 3)
    s.part(polygon([(800, 150), (1010, 90), (1010, 220), (800, 262)]), "#0A1014", "#516A6C", (-4, 3))
    with s.moved("translate(824 232) skewY(-15)"):
        s.text("02:17", 0, 0, 62, "#F3D998", gap=2)
    s.line([(900, 130), (900, -10)], "#0A1014", 8)
    # Track: bed, sleepers, two rails that catch the light.
    s.poly([(vx - 66, vy + 48), (vx + 76, vy + 48), (1130, 1600), (-260, 1600)], "#172329")
    s.poly([(vx - 40, vy + 48), (vx + 20, vy + 48), (470, 1600), (-200, 1600)], "#31454A")
    s.poly([(vx - 30, vy + 48), (vx - 6, vy + 48), (220, 1600), (-60, 1600)], "#5A6E6A")
    for i in range(15):
        depth = (i / 14) ** 1.9
        y = vy + 54 + depth * 1010
        half = 54 + depth * 640
        s.rect(vx + 4 - half - depth * 60, y, half * 2, 5 + depth * 44, "#0B1217")
        s.rect(vx + 4 - half - depth * 60, y, half * 2, 2 + depth * 6, "#6B7E78")
    s.gouges(
        520,
        (-40, 640, 1067, 1600),
        "#0B1217",
        (14, 50),
        (1, 3.4),
        0.2,
        0.8,
        lambda a, b: abs(a - 500) < (b - 600) * 0.62,
        0.9,
    )
    s.gouges(
        300,
        (0, 700, 800, 1500),
        "#C9C29C",
        (10, 34),
        (1, 2.6),
        0.2,
        0.8,
        lambda a, b: abs(a - 420) < (b - 620) * 0.5,
        0.7,
    )
    for top, low, w in ((vx - 34, 60, 46), (vx + 40, 800, 50)):
        s.poly([(top - 4, vy + 48), (top + 4, vy + 48), (low + w, 1600), (low - w, 1600)], "#0A1014")
        s.poly([(top - 2, vy + 48), (top + 2, vy + 48), (low + w * 0.3, 1600), (low - w * 0.5, 1600)], "#869286")
        s.poly([(top - 2, vy + 48), (top, vy + 48), (low - w * 0.1, 1600), (low - w * 0.44, 1600)], "#FFF3CF")
    # The red lamp that closes the line.
    s.line([(vx + 22, vy + 60), (vx + 22, vy + 150)], "#0A1014", 6)
    s.halo(vx + 22, vy + 44, [40, 26, 15], ["#3A2226", "#7A1A1E", RED])
    s.path(disc(vx + 19, vy + 40, 5), "#F39A68")
    # Work lamp on its stand.
    s.line([(170, 880), (170, 1120)], "#0A1014", 9)
    s.line([(170, 1030), (112, 1136)], "#0A1014", 7)
    s.line([(170, 1030), (228, 1130)], "#0A1014", 7)
    s.halo(176, 862, [104, 64], ["#E9DDB0", "#FFF9E6"])
    s.part(polygon([(126, 822), (222, 832), (220, 898), (122, 898)]), "#FFFFFF", "#FFFFFF")
    s.line([(122, 818), (226, 829), (224, 902), (118, 902), (122, 818)], "#0A1014", 9)
    # Far: two with the gauge; middle: the grinder with its sparks; near: the one who sights along the rail.
    lit = "#FFF1CC"
    crew = Dress("#16222A", far="#101A20", legs="#121B20", skin="#6B4C34", rim=lit, hat="helmet", hat_fill="#D9CFA8",
            hat_rim="#FFFFFF", hair="crop",
                 vest="#E2C07A", features=True)  # fmt: skip
    person(s, 470, 800, 20, WALK, crew)
    person(s, 590, 830, 23, STAND, crew.but(hat_fill="#C9A85A"), -1)
    grind = WORK.but(
        head=(1.1, 6.45), neck=(0.7, 6.0), elbows=((1.1, 4.5), (1.15, 4.5)), hands=((1.9, 3.6), (2.0, 3.5)), lean=0.4
    )
    at = person(s, 830, 1220, 62, grind, crew.but(hat_fill="#C9A85A"), -1)
    x, y = at((2.2, 3.3))
    s.line([(x + 40, y - 10), (x - 70, y + 130)], "#0A1014", 12, True)
    s.line([(x + 10, y + 20), (x - 20, y + 150)], "#0A1014", 10, True)
    s.part(
        polygon([(x - 110, y + 108), (x + 24, y + 108), (x + 34, y + 160), (x - 120, y + 160)]), "#0A1014", lit, (5, 4)
    )
    s.ring(x - 60, y + 176, 26, "#0A1014", 12)
    s.rays(x - 96, y + 190, 90, (30, 170), "#FFF1CC", 0.2)
    s.halo(x - 96, y + 190, [24, 13], ["#FFE9B8", "#FFFFFF"])
    kneel = KNEEL.but(
        head=(1.25, 4.1), neck=(0.85, 3.75), elbows=((1.45, 2.3), (1.3, 2.2)), hands=((2.3, 1.5), (2.1, 1.1)), lean=0.5
    )
    at = person(s, 240, 1530, 118, kneel, crew.but(skin="#84603F"))
    x, y = at((2.25, 0.95))
    s.part(
        polygon([(x - 60, y - 12), (x + 250, y - 26), (x + 250, y + 8), (x - 60, y + 22)]), "#C9A85A", "#FFFBEC", (4, 6)
    )
    for i in range(12):
        s.line([(x - 40 + i * 24, y - 10 - i), (x - 40 + i * 24, y + (8 if i % 3 else 14) - i)], "#3A2E18", 3)
    # Near, cut by the frame: a tool bag and a hose.
    s.part(
        smooth([(820, 1640), (810, 1490), (860, 1450), (1040, 1440), (1090, 1480), (1100, 1640)]),
        "#080D10",
        lit,
        (7, 6),
    )
    s.stroke("M880 1450C890 1380 1000 1380 1010 1446", "#080D10", 13)
    return s


def inspection() -> Scene:
    s = Scene(1200, 1600, "#8C9A92", seed=152, light=(210, 240))
    s.halo(
        210,
        260,
        [1500, 1230, 980, 760, 560, 380, 230],
        ["#97A398", "#A9B1A0", "#BFC1A8", "#D3D0B0", "#E4DDBB", "#F2E9CA", "#FBF5E0"],
        0.95,
    )
    s.halo(210, 250, [110], ["#FFFDF2"])
    s.gouges(
        200,
        (0, 0, 800, 900),
        "#FFFDF2",
        (40, 150),
        (0.8, 2),
        0,
        0.03,
        lambda a, b: math.hypot(a - 210, b - 250) > 150,
        0.5,
    )
    # Columns, tanks and racks of the works, going back.
    far = "#B7B79C"
    for x, width, top in ((60, 50, 520), (150, 34, 430), (300, 60, 600), (420, 40, 470), (520, 70, 640)):
        s.rect(x, top, width, 700, far)
        s.path(ellipse(x + width / 2, top, width / 2, width * 0.2), far)
        s.line([(x + width + 6, 1000), (x + width + 6, top)], far, 4)
        for y in range(top + 30, 1000, 60):
            s.rect(x - 6, y, width + 18, 5, "#A3A68C")
    mid = "#7C8A80"
    for y in (820, 930):
        s.truss((-20, y), (760, y), 30, mid, 4, 18)
        s.rect(-20, y - 34, 780, 13, "#93A094")
        s.rect(-20, y - 58, 780, 9, mid)
    for x in (40, 330, 620):
        s.rect(x, 790, 22, 420, mid)
    s.rect(0, 1130, 1200, 480, "#8F8A6C")
    s.poly([(0, 1130), (520, 1130), (760, 1600), (0, 1600)], "#B3AB84")
    s.gouges(190, (0, 1140, 1200, 1600), "#625F48", (40, 170), (1, 3), 0, 0.03, None, 0.7)
    # The great vessel to the right, its ladder and flanges.
    dark, lit = "#1E2C2C", "#FFF8DE"
    body = "M700 1420V260C700 90 1300 90 1300 260V1420Z"
    s.path(body, "#3F524E")
    with s.clip(body):
        s.rect(700, 90, 60, 1400, "#9DA890")
        s.rect(760, 90, 90, 1400, "#66786E")
        s.rect(1020, 90, 300, 1400, "#2C3C3A")
        for y in (300, 640, 980, 1300):
            s.rect(690, y, 620, 26, dark)
            s.rect(690, y, 620, 5, "#C9C8A4")
            for i in range(12):
                s.path(disc(716 + i * 50, y + 15, 6), "#7C8A80")
        s.gouges(150, (720, 200, 1200, 1400), "#8C9A86", (30, 110), (0.8, 2), 1.57, 0.05, None, 0.5)
    for x in (1090, 1170):
        s.line([(x, 1440), (x, 60)], "#141F1F", 10)
    for y in range(90, 1440, 62):
        s.line([(1090, y), (1170, y)], "#141F1F", 7)
    s.poly([(720, 1420), (790, 1420), (760, 1560), (690, 1560)], dark)
    s.poly([(1100, 1420), (1180, 1420), (1200, 1560), (1120, 1560)], dark)
    # The pipe with the gauge and the red wheel.
    s.part(polygon([(560, 700), (720, 700), (720, 764), (560, 764)]), "#55685F", lit, (0, 8))
    s.part(polygon([(548, 684), (580, 684), (580, 780), (548, 780)]), "#3F524E", lit, (4, 6))
    s.part(polygon([(520, 720), (568, 720), (568, 1130), (520, 1130)]), "#55685F", lit, (8, 4))
    s.part(polygon([(600, 600), (626, 600), (626, 704), (600, 704)]), "#3F524E", lit, (5, 0))
    s.part(disc(613, 500, 118), dark, lit, (9, 8))
    s.path(disc(613, 500, 98), "#FFFBEC")
    for i in range(13):
        turn = math.radians(140 + i * 260 / 12)
        a, b = math.cos(turn), math.sin(turn)
        inner = 70 if i % 3 else 62
        s.line([(613 + a * inner, 500 + b * inner), (613 + a * 86, 500 + b * 86)], "#1E2C2C", 5 if i % 3 else 8)
    turn = math.radians(140 + 7.5 * 260 / 12)
    s.line(
        [
            (613 - math.cos(turn) * 22, 500 - math.sin(turn) * 22),
            (613 + math.cos(turn) * 62, 500 + math.sin(turn) * 62),
        ],
        "#1E2C2C",
        8,
        True,
    )
    s.path(disc(613, 500, 12), "#1E2C2C")
    s.text("MPa", 584, 566, 30, "#1E2C2C")
    valve(s, 544, 880, 92, RED, RED_LIT)
    # One points at the gauge, the other writes it down.
    dress = Dress("#2B4047", far="#21343A", legs="#1C2628", skin="#A07048", rim=lit, hat="helmet",
            hat_fill="#EDE5C8", hat_rim="#FFFFFF", hair="crop",
                  hair_fill="#17130F", features=True)  # fmt: skip
    up = LOOK_UP.but(head=(0.1, 7.1), elbows=((-0.45, 5.1), (1.0, 6.7)), hands=((-0.25, 4.0), (1.75, 7.75)), lean=-0.3)
    person(s, 250, 1545, 118, up, dress.but(vest="#EBDCAA"))
    writes = STAND.but(
        head=(0.35, 7.0), neck=(0.1, 6.4), elbows=((0.45, 4.9), (0.5, 4.8)), hands=((1.35, 5.0), (1.35, 5.1)), lean=0.2
    )
    at = person(s, 900, 1570, 112, writes, dress.but(top="#D6C9A0", far="#B3A67E", legs="#2A3032", skin="#BE8C62",
            hair="bob", hat_fill="#D9B85A",
                                                     hat_rim="#FFF3C4"), -1)  # fmt: skip
    x, y = at((1.7, 5.3))
    with s.moved(f"rotate(-14 {x:.0f} {y:.0f})"):
        s.part(
            polygon([(x - 50, y - 62), (x + 44, y - 62), (x + 44, y + 66), (x - 50, y + 66)]), "#6E5A3C", lit, (6, 5)
        )
        s.rect(x - 38, y - 48, 70, 102, "#FFFBEC")
        for i in range(5):
            s.rect(x - 28, y - 34 + i * 18, 50 - (i % 2) * 14, 5, "#A39B78")
    s.line([(x + 10, y + 10), (x + 44, y - 52)], "#17130F", 6, True)
    # Near pipes, cut by the frame.
    s.part(polygon([(-10, 1480), (1210, 1560), (1210, 1600), (-10, 1600)]), "#0F1818", lit, (0, 6))
    s.part(polygon([(-10, 60), (46, 60), (46, 1600), (-10, 1600)]), "#0F1818", lit, (-6, 0))
    s.part(polygon([(-10, 520), (66, 520), (66, 560), (-10, 560)]), "#0F1818", lit, (-5, 5))
    return s


def pumphouse() -> Scene:
    s = Scene(1600, 1067, "#1C2B2E", seed=153, light=(1180, 640))
    s.halo(1180, 650, [1080, 860, 660, 480, 330], ["#22343A", "#2C4146", "#3F5654", "#62725F", "#978F66"], 0.84)
    # Windows on the flood: rain, the high river, a far lamp on the levee.
    for i in range(4):
        x = 50 + i * 330
        s.rect(x, 120, 280, 330, "#0F191C")
        with s.clip(box(x + 12, 132, 256, 306)):
            s.rect(x, 120, 280, 330, "#3E5558")
            for row, fill in enumerate(("#35494D", "#4A6264", "#5D7675")):
                s.path(
                    f"M{x - 20} {200 + row * 46}C{x + 80} {180 + row * 46} {x + 180} {224 + row * 46} {x + 300}"
                    f" {196 + row * 46}V460H{x - 20}Z",
                    fill,
                )
            s.rect(x, 336, 280, 120, "#2E4347")
            s.gouges(46, (x, 340, x + 280, 440), "#8FA39C", (30, 110), (1, 3), 0, 0.05)
            s.gouges(70, (x, 120, x + 280, 440), "#C3CFC4", (30, 90), (0.6, 1.6), 1.9, 0.03, None, 0.6)
        s.bars(x + 12, 132, 256, 306, "#0F191C", 2, 2, 8)
        s.rect(x - 12, 450, 304, 14, "#0F191C")
    # Roof girders, the crane's beam and hook.
    s.truss((-20, 40), (1620, 40), 44, "#0F191C", 6, 24)
    s.rect(0, 84, 1600, 16, "#0F191C")
    s.rect(0, 84, 1600, 3, "#62725F")
    s.rect(520, 100, 90, 34, "#0F191C")
    s.line([(565, 134), (565, 250)], "#0F191C", 4)
    s.stroke("M565 250C540 262 548 292 570 288", "#0F191C", 8)
    s.rect(0, 640, 1600, 430, "#1A2629")
    s.poly([(760, 640), (1600, 640), (1600, 1067), (420, 1067)], "#2C3B3A")
    s.gouges(190, (0, 650, 1600, 1067), "#4A5A54", (50, 220), (1, 3), 0, 0.02, None, 0.7)
    # Pumps in a row, nearer to the left.
    lit = "#F6E3AC"
    for x, y, k in ((800, 700, 0.62), (520, 790, 0.86), (150, 930, 1.24)):
        s.part(
            polygon(
                [
                    (x + 220 * k, y - 150 * k),
                    (x + 330 * k, y - 150 * k),
                    (x + 330 * k, y - 60 * k),
                    (x + 220 * k, y - 60 * k),
                ]
            ),
            "#22343A",
            lit,
            (-3, 5 * k),
        )
        pump(s, x, y, k, "#3A5254", "#16221F", lit)
        s.text(f"{round(3 - (k - 0.5) * 2.6)}", x - 18 * k, y - 84 * k, 74 * k, "#C9C29C")
    far = Dress("#2A3A3C", skin="#5A4A38", rim=lit, hat="helmet", hat_fill="#C9BE9C", hair=None)
    person(s, 960, 720, 25, WALK, far)
    # The desk under its lamp: gauges, the log, the red telephone.
    s.part(polygon([(1010, 470), (1500, 470), (1540, 720), (970, 720)]), "#1A2629", lit, (0, 5))
    for i in range(4):
        x, y = 1064 + i * 122, 560
        s.path(disc(x, y, 46), "#0F191C")
        s.path(disc(x, y, 37), "#F3E9C6")
        turn = math.radians((-40, -100, -70, -130)[i])
        s.line([(x, y), (x + math.cos(turn) * 30, y + math.sin(turn) * 30)], "#0F191C", 5)
        s.rect(x - 30, 634, 60, 14, "#62725F")
    s.line([(1500, 760), (1520, 560), (1430, 520)], "#0F191C", 10, True)
    s.part(polygon([(1380, 520), (1450, 500), (1476, 560), (1340, 600)]), "#0F191C", lit, (-3, -4))
    s.poly([(1344, 598), (1476, 560), (1480, 568), (1348, 608)], "#FFF9E6")
    s.poly([(1348, 606), (1478, 568), (1560, 800), (1080, 800)], "#FFF1C4", 0.16)
    watch = Dress(
        "#33484A",
        far="#27393B",
        legs="#171F20",
        skin="#B07C50",
        rim="#FFF1C4",
        hair="old",
        hair_fill="#A8A08E",
        features=True,
        coat=0.6,
    )
    pose = SIT.but(
        head=(0.8, 5.35), neck=(0.45, 4.85), elbows=((0.95, 3.5), (1.0, 3.4)), hands=((2.0, 3.3), (2.0, 3.15)), lean=0.3
    )
    chair(s, 950, 1050, 236, "#0B1214")
    at = person(s, 960, 1060, 108, pose, watch)
    s.part(polygon([(1060, 790), (1600, 790), (1640, 850), (1040, 850)]), "#5E4A2C", lit, (0, 6))
    s.rect(1040, 846, 600, 26, "#2A2014")
    s.rect(1060, 872, 30, 200, "#1A140D")
    s.poly([(1130, 798), (1270, 798), (1290, 836), (1120, 836)], "#FFF9E6")
    s.line([(1150, 810), (1250, 810)], "#A39B78", 3)
    s.line([(1150, 822), (1220, 822)], "#A39B78", 3)
    x, y = at((2.15, 3.1))
    s.line([(x + 10, y + 60), (x + 24, y - 20)], "#0B1214", 6, True)
    s.part(
        smooth(
            [(1390, 812), (1396, 760), (1420, 742), (1520, 742), (1544, 760), (1552, 812), (1550, 816), (1392, 816)]
        ),
        RED,
        "#F08A5A",
        (5, 5),
    )
    s.path(disc(1470, 780, 24), "#F3E1C0")
    s.path(disc(1470, 780, 12), RED)
    s.part(smooth([(1376, 736), (1384, 712), (1420, 710), (1470, 718), (1520, 710), (1556, 712), (1564, 736), (1540,
            748), (1500, 734), (1440, 734),
                   (1400, 748)]), RED, "#F08A5A", (4, 5))  # fmt: skip
    s.stroke(curve([(1392, 800), (1360, 812), (1340, 796), (1316, 818)]), "#0B1214", 5)
    # His raincoat on its hook; near railing, cut by the frame.
    s.line([(1436, 120), (1436, 170)], "#0F191C", 8)
    coat = limb((1398, 222), 24, (1372, 380), 20) + limb((1474, 222), 24, (1500, 380), 20)
    s.part(coat + polygon([(1384, 210), (1488, 210), (1512, 452), (1360, 452)]), "#4F5F4C", lit, (-3, -5))
    s.part(
        smooth([(1396, 216), (1400, 160), (1436, 140), (1472, 160), (1476, 216), (1436, 240)]), "#5E6E56", lit, (-3, -5)
    )
    s.line([(1436, 236), (1436, 452)], "#2C3A30", 4)
    s.part(polygon([(-10, 1010), (700, 1030), (700, 1052), (-10, 1034)]), "#0A1113", lit, (0, 4))
    for x in (40, 250, 460, 660):
        s.line([(x, 1020), (x, 1067)], "#0A1113", 12)
    return s
