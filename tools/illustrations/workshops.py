"""Work with the hands: picking tomatoes, sewing, throwing a pot."""

from __future__ import annotations

import math

from tools.illustrations.machinery import sewing_machine
from tools.illustrations.people import Dress, person
from tools.illustrations.poses import SIT, WALK, WORK
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import box, disc, ellipse, lens, limb, polygon, smooth
from tools.illustrations.things import bowl, crate, pendant


def leaves(
    s: Scene, x: float, y: float, size: float, count: int, dark: str, lit: str, spread: tuple[float, float]
) -> None:
    for _ in range(count):
        a, b = x + s.random.uniform(-1, 1) * spread[0], y + s.random.uniform(-1, 1) * spread[1]
        turn, length = s.random.uniform(0.2, 2.9), size * s.random.uniform(0.7, 1.3)
        end = (a + math.cos(turn) * length, b + math.sin(turn) * length)
        s.path(lens(a, b, *end, size * 0.42), dark if s.random.random() < 0.72 else lit)


def tomato(s: Scene, x: float, y: float, r: float) -> None:
    s.path(disc(x, y, r), RED)
    s.path(
        smooth(
            [
                (x + r * 0.1, y - r * 0.8),
                (x + r * 0.8, y - r * 0.5),
                (x + r * 0.86, y + r * 0.3),
                (x + r * 0.4, y - r * 0.2),
            ]
        ),
        RED_LIT,
    )
    s.path(lens(x - r * 0.5, y - r * 0.86, x + r * 0.5, y - r * 0.86, r * 0.24), "#3A4A2A")


def greenhouse() -> Scene:
    s = Scene(1600, 1067, "#C9D2B4", seed=131, light=(960, 250))
    cx, cy = 900, 470
    s.halo(
        cx,
        cy,
        [1250, 1010, 800, 610, 440, 290, 170],
        ["#AEBD9E", "#BCC8A8", "#CDD5B4", "#DCE0C0", "#E9E8CC", "#F5F1DC", "#FFFAEA"],
        0.86,
    )
    # Hoops that go back, film, purlins.
    for i, k in enumerate((1.32, 1.0, 0.76, 0.57, 0.43, 0.32, 0.24)):
        rx, ry, low = 880 * k, 560 * k, cy + 170 * k
        fill = ("#3E4F3E", "#4D5F4B", "#607259", "#76876A", "#8C9B7C", "#A2AF8E", "#B6C0A0")[i]
        s.stroke(
            f"M{cx - rx:.0f} {low:.0f}C{cx - rx:.0f} {cy - ry:.0f} {cx + rx:.0f} {cy - ry:.0f} {cx + rx:.0f} {low:.0f}",
            fill,
            15 * k + 2,
        )
    for turn in (-2.62, -2.2, -1.78, -1.36, -0.94, -0.52):
        a, b = math.cos(turn), math.sin(turn)
        s.line([(cx + a * 190, cy + b * 110), (cx + a * 1180, cy + b * 640)], "#76876A", 4)
    s.gouges(
        190,
        (0, 0, 1600, 480),
        "#FFFDF2",
        (40, 150),
        (0.8, 2.4),
        lambda a, b: math.atan2(b - cy, a - cx),
        0.04,
        lambda a, b: math.hypot(a - cx, b - cy) > 240,
        0.55,
    )
    # Ground, the path, rows of vines to both sides.
    s.poly([(cx - 180, 560), (cx + 180, 560), (1600, 900), (1600, 1067), (0, 1067), (0, 900)], "#7A7A52")
    s.poly([(cx - 40, 556), (cx + 40, 556), (1180, 1067), (460, 1067)], "#C7BE8C")
    s.poly([(cx - 16, 556), (cx + 16, 556), (980, 1067), (720, 1067)], "#E9E0B4")
    s.gouges(150, (300, 570, 1360, 1067), "#6A6540", (30, 130), (1, 3), 0, 0.04, None, 0.8)
    s.rect(cx - 70, 440, 140, 120, "#FFFBEC")
    s.rect(cx - 4, 440, 8, 120, "#A2AF8E")
    for side in (-1, 1):
        for depth in range(11):
            k = 0.16 + (depth / 10) ** 1.7 * 1.15
            x, low = cx + side * (70 + 560 * k), cy + 90 + 420 * k
            if side == -1 and depth > 9:
                continue
            dark = (
                "#8F9E78",
                "#87976F",
                "#7D8E66",
                "#71835C",
                "#647752",
                "#576B48",
                "#4B5E40",
                "#405338",
                "#364830",
                "#2C3D29",
                "#233222",
            )[depth]
            lit = (
                "#B9C39C",
                "#B0BC92",
                "#A6B387",
                "#9DAA7C",
                "#93A270",
                "#899A66",
                "#80915C",
                "#768853",
                "#6E804B",
                "#657744",
                "#5E703E",
            )[depth]
            s.line([(x, low), (x + side * 10 * k, low - 620 * k)], dark, 8 * k)
            leaves(s, x, low - 330 * k, 90 * k, 44, dark, lit, (86 * k, 250 * k))
            for _ in range(9 if depth > 2 else 4):
                tomato(s, x - side * s.random.uniform(-10, 86) * k, low - s.random.uniform(90, 500) * k, 21 * k)
    # Somebody far down the path with a barrow.
    far = Dress("#7D8A6A", skin="#8A6A4A", rim="#FFFBEC", hat="straw", hat_fill="#C9B87C", hair=None)
    person(s, 868, 640, 20, WALK, far)
    s.poly([(900, 592), (948, 592), (940, 620), (908, 620)], "#7D8A6A")
    s.path(disc(924, 628, 9), "#5E6A4A")
    # She picks; the crate on its trolley is half full.
    lit = "#FFFBEC"
    picker = Dress("#3A5A60", far="#2C474D", legs="#2A2E2A", skin="#9A6A42", rim=lit, hair="short",
            hair_fill="#17130F", hat="straw",
                   hat_fill="#D2B060", hat_rim="#FFF6D2", gloves="#D9CFAE", features=True)  # fmt: skip
    pose = WORK.but(
        head=(0.7, 6.95),
        neck=(0.35, 6.4),
        elbows=((1.0, 5.3), (0.95, 4.95)),
        hands=((2.2, 6.1), (2.05, 5.5)),
        lean=0.02,
    )
    at = person(s, 560, 1030, 98, pose, picker, -1)
    for a, b, r in ((2.55, 5.55, 25), (2.5, 6.35, 25), (2.95, 6.0, 22), (2.75, 5.0, 22)):
        x, y = at((a, b))
        tomato(s, x, y, r)
    x, y = at((2.2, 5.5))
    s.path(limb((x, y), 11, (x - 22, y + 6), 8), "#D9CFAE")
    for leg in (660, 890):
        s.path(disc(leg + 20, 1040, 24), "#1C1E18")
        s.path(disc(leg + 20, 1040, 9), "#8A7A4E")
    s.rect(620, 1002, 340, 20, "#1C1E18")
    s.line([(960, 1010), (1010, 770)], "#1C1E18", 10, True)
    for i in range(9):
        tomato(s, 654 + i * 34, 872 - (i % 2) * 12, 26)
    for i in range(7):
        tomato(s, 690 + i * 34, 846 - (i % 2) * 8, 24)
    crate(s, 630, 876, 320, 126, "#A57C42", "#4A3820", "#FFF0C4")
    # Near leaves, cut by the frame.
    leaves(s, 1540, 960, 150, 26, "#141F16", "#2E4028", (120, 150))
    leaves(s, 20, 1020, 140, 16, "#141F16", "#2E4028", (90, 90))
    return s


def sewing() -> Scene:
    s = Scene(1600, 1200, "#B9B49A", seed=132, light=(250, 300))
    s.halo(
        250,
        260,
        [1500, 1230, 980, 750, 540, 350],
        ["#B3AE94", "#C0BA9E", "#CEC7AA", "#DDD6BA", "#EBE4CB", "#F7F1DD"],
        0.86,
    )
    s.gouges(150, (0, 0, 1600, 600), "#FFFDF2", (40, 160), (0.8, 2), 0, 0.03, None, 0.4)
    # The hall goes back to the right; windows on the left; lamps above the lines.
    for i in range(5):
        a, b, top, low = 20 + i * 150, 150 + i * 140, 96 + i * 30, 640 - i * 26
        s.poly([(a, top), (b, top + 26), (b, low - 22), (a, low)], "#FFFBEC")
        s.line([((a + b) / 2, top + 13), ((a + b) / 2, low - 11)], "#8C8A74", 6)
        for k in (0.33, 0.66):
            s.line([(a, top + (low - top) * k), (b, top + 26 + (low - top - 48) * k)], "#8C8A74", 5)
        s.line([(a, top), (b, top + 26), (b, low - 22), (a, low), (a, top)], "#6E6E5C", 8)
    for i in range(4):
        s.poly(
            [(40 + i * 150, 660 - i * 20), (150 + i * 140, 640 - i * 20), (700 + i * 130, 1200), (420 + i * 120, 1200)],
            "#FFFBEC",
            0.1,
        )
    s.poly([(0, 0), (1600, 0), (1600, 190), (0, 20)], "#A09C84")
    s.poly([(0, 60), (1600, 210), (1600, 180), (0, 10)], "#7C7C68")
    for i in range(7):
        x, k = 330 + i * 190, 1.0 - i * 0.06
        y = 250 + i * 16
        s.line([(x - 60, 40 + i * 19), (x - 60, y)], "#6E6E5C", 3)
        s.line([(x + 60, 52 + i * 19), (x + 60, y)], "#6E6E5C", 3)
        s.rect(x - 90 * k, y, 180 * k, 14, "#565A4E")
        s.rect(x - 84 * k, y + 14, 168 * k, 6, "#FFFFFF")
    s.poly([(0, 720), (800, 610), (1600, 640), (1600, 1200), (0, 1200)], "#8C8870")
    s.poly([(560, 640), (800, 612), (1100, 1200), (300, 1200)], "#A8A288")
    s.gouges(240, (0, 700, 1600, 1200), "#6A6852", (50, 220), (1, 3), -0.02, 0.03, None, 0.7)
    # Far rows of women at their machines, from the far one to the near one.
    lit = "#FFFDF2"
    base = Dress("#6F7E7C", far="#5E6C6A", legs="#56605C", skin="#A37A58", rim=lit, hair="bun", hair_fill="#3A342C")
    pose = SIT.but(
        head=(0.85, 5.25),
        neck=(0.45, 4.75),
        elbows=((0.8, 3.5), (0.9, 3.4)),
        hands=((1.7, 3.25), (1.75, 3.2)),
        lean=0.34,
    )
    rows = ((640, 25, 5, 200), (720, 34, 4, 280), (836, 50, 3, 420))
    for row, (y, unit, count, step) in enumerate(rows):
        for i in range(count):
            x = 690 + i * step + row * 40
            table_top = y - unit * 2.95
            hair = ("bun", "tail", "bob", "short")[(i + row) % 4]
            hat = "scarf" if (i + row) % 3 == 2 else None
            dress = base.but(top=("#7C8A86", "#5F706F", "#465A5C")[row], hair=hair, hat=hat, hat_fill="#D6CDB0")
            person(s, x, y, unit, pose, dress)
            s.rect(x + unit * 0.9, table_top, unit * 3.4, unit * 0.16, "#7A6A4A")
            s.rect(x + unit * 4.1, table_top, unit * 0.14, unit * 2.9, "#5E5A48")
            sewing_machine(s, x + unit * 2.4, table_top, unit / 92, ("#8C8E7E", "#6A6E62", "#4A5049")[row], lit)
            s.path(
                smooth(
                    [
                        (x + unit * 1.6, table_top),
                        (x + unit * 2.6, table_top - 6),
                        (x + unit * 2.4, table_top + unit * 1.4),
                        (x + unit * 1.5, table_top + unit),
                    ]
                ),
                ("#C9BE9C", "#D9CFAE", "#B9AA84")[row],
            )
    # The near seamstress with the red cloth.
    near = Dress("#2B4348", far="#20353A", legs="#1E2628", skin="#B5835A", rim=lit, hair="bun", hair_fill="#16120E",
            features=True,
                 apron="#D9CFAE")  # fmt: skip
    big = SIT.but(
        head=(0.95, 5.3),
        neck=(0.5, 4.75),
        hip=(-0.25, 2.3),
        elbows=((0.85, 3.35), (0.95, 3.2)),
        hands=((1.95, 3.1), (2.05, 2.95)),
        lean=0.36,
    )
    s.rect(170, 1016, 270, 24, "#2A241A")
    for leg in (190, 400):
        s.rect(leg, 1040, 20, 160, "#2A241A")
    at = person(s, 330, 1330, 158, big, near)
    top = 1330 - 2.85 * 158
    s.part(polygon([(500, top), (1180, top), (1180, top + 30), (500, top + 30)]), "#7A5C36", lit, (0, 6))
    s.rect(1120, top + 30, 34, 400, "#2A2E2A")
    s.rect(760, top + 30, 34, 400, "#2A2E2A")
    sewing_machine(s, 780, top, 1.5, "#232B2C", lit)
    cloth = [(520, top - 6), (700, top - 26), (800, top - 10), (1100, top - 14), (1110, top + 10), (900, top + 20),
            (760, top + 16), (690, top + 180),
             (610, top + 330), (480, top + 340), (520, top + 190), (486, top + 60)]  # fmt: skip
    s.part(smooth(cloth), RED, RED_LIT, (6, 7))
    for a, b in (
        ((560, top + 20), (540, top + 280)),
        ((630, top + 20), (590, top + 300)),
        ((700, top + 6), (660, top + 150)),
    ):
        s.path(lens(*a, *b, 12), RED_DARK)
    x, y = at((2.1, 2.98))
    for off in (0, 34):
        s.part(limb((x - 16 + off, y - 4), 22, (x + 40 + off, y + 2), 15), "#B5835A", lit, (5, 5))
    # Cloths piled at the frame's edge, spools, scissors.
    s.part(polygon([(1290, 1010), (1610, 1000), (1610, 1200), (1290, 1200)]), "#1A1E1C", lit, (5, 6))
    for i in range(6):
        low, left = 1006 - i * 36, 1306 + s.random.uniform(0, 26)
        s.part(smooth([(left, low - 34), (left, low - 34), (left - 16, low - 16), (left, low), (left, low), (1640,
                low), (1640, low - 34)]),
               ("#4A5A58", "#D9CFAE", "#2F3A3A", "#A89A74", "#5F706F", "#3A4644")[i], lit, (5, 5))  # fmt: skip
    return s


def ceramics() -> Scene:
    s = Scene(1200, 1200, "#5E4A38", seed=133, light=(230, 300))
    s.halo(230, 320, [1250, 1010, 800, 610, 440], ["#66503C", "#775E45", "#8F7253", "#AC8C67", "#CBAA80"], 0.9)
    # The window, its light on the wall.
    s.rect(60, 110, 340, 470, "#2E231A")
    s.rect(76, 126, 308, 438, "#FBEFD2")
    with s.clip(box(76, 126, 308, 438)):
        s.path(smooth([(0, 470), (150, 400), (230, 440), (300, 380), (460, 430), (460, 700), (0, 700)]), "#DCC79A")
        s.path(smooth([(0, 540), (180, 470), (280, 520), (460, 480), (460, 700), (0, 700)]), "#C4AA78")
    s.bars(76, 126, 308, 438, "#2E231A", 3, 4, 9)
    s.rect(40, 578, 380, 20, "#2E231A")
    s.poly([(384, 126), (384, 564), (1200, 1100), (1200, 700)], "#FFF3D2", 0.12)
    s.poly([(384, 250), (384, 440), (1200, 980), (1200, 800)], "#FFF3D2", 0.12)
    # Shelves of pots going up the back wall.
    profiles: list[list[tuple[float, float]]] = [
        [(-0.3, -1), (0.3, -1), (0.24, -0.8), (0.55, -0.45), (0.4, 0), (-0.4, 0), (-0.55, -0.45), (-0.24, -0.8)],
        [(-0.16, -1.2), (0.16, -1.2), (0.12, -0.75), (0.5, -0.4), (0.3, 0), (-0.3, 0), (-0.5, -0.4), (-0.12, -0.75)],
        [(-0.6, -0.55), (0.6, -0.55), (0.5, -0.2), (0.25, 0), (-0.25, 0), (-0.5, -0.2)],
        [(-0.3, -0.8), (0.3, -0.8), (0.42, -0.4), (0.34, 0), (-0.34, 0), (-0.42, -0.4)],
        [(-0.2, -1.1), (0.2, -1.1), (0.5, -0.85), (0.4, -0.4), (0.24, 0), (-0.24, 0), (-0.4, -0.4), (-0.5, -0.85)],
    ]
    for row in range(4):
        y = 270 + row * 150
        s.rect(520, y, 700, 16, "#2E231A")
        s.rect(520, y, 700, 4, "#D9B583")
        for i in range(7):
            x, size = 572 + i * 96, (92, 84, 100, 88)[(i + row) % 4]
            shape = [(x + a * size, y + b * size) for a, b in profiles[(i * 2 + row) % 5]]
            red = row == 1 and i == 5
            fill = (
                RED
                if red
                else ("#8C6E4E", "#A98A64", "#7A8078", "#C9B08A", "#6E5A44", "#94A096")[(i * 3 + row * 2) % 6]
            )
            s.part(smooth(shape), fill, "#F39A68" if red else "#F6E3BC", (7, 3))
    s.rect(504, 90, 16, 760, "#2E231A")
    pendant(s, 760, 96, 120, "#241A12", "#FFF3D0")
    s.rect(0, 860, 1200, 340, "#3A2C20")
    s.poly([(330, 860), (900, 860), (1200, 1060), (1200, 1200), (620, 1200)], "#6E543A")
    s.gouges(180, (0, 870, 1200, 1200), "#8C6E4E", (40, 180), (1, 3), 0.02, 0.03, None, 0.6)
    # The wheel, the pot that grows, the potter.
    lit = "#FFF3D2"
    potter = Dress("#3A4A50", far="#2C3A40", legs="#221C18", skin="#A87850", rim=lit, hair="old",
            hair_fill="#B9B2A0", features=True,
                   short_sleeves=True, apron="#C9B48A", broad=1.06)  # fmt: skip
    pose = SIT.but(head=(1.0, 5.15), neck=(0.5, 4.7), hip=(-0.35, 2.1), elbows=((1.15, 3.35), (1.0, 3.2)),
            hands=((2.25, 3.75), (2.2, 3.2)),
                   knees=((1.6, 2.35), (1.7, 2.3)), feet=((1.5, 0.1), (1.75, 0)), lean=0.4)  # fmt: skip
    s.rect(770, 952, 250, 24, "#1E1610")
    for leg in (790, 980):
        s.rect(leg, 976, 22, 178, "#1E1610")
    at = person(s, 860, 1160, 138, pose, potter, -1)
    x, y = at((2.62, 2.6))
    s.part(
        polygon([(x - 200, y + 30), (x + 130, y + 30), (x + 110, y + 320), (x - 180, y + 320)]), "#241A12", lit, (6, 5)
    )
    s.path(ellipse(x - 30, y + 30, 170, 26), "#8C6E4E")
    s.part(ellipse(x - 30, y + 22, 170, 24), "#4A3626", lit, (4, 5))
    s.part(ellipse(x - 30, y + 8, 104, 16), "#6E5A44", lit, (4, 4))
    pot = [
        (-62, -190),
        (-40, -196),
        (40, -196),
        (62, -190),
        (46, -150),
        (86, -90),
        (84, -40),
        (50, 4),
        (-50, 4),
        (-84, -40),
        (-86, -90),
        (-46, -150),
    ]
    s.part(smooth([(x - 30 + a, y + b) for a, b in pot]), "#B98F62", lit, (12, 4))
    with s.clip(smooth([(x - 30 + a, y + b) for a, b in pot])):
        s.poly([(x + 6, y - 200), (x + 80, y - 200), (x + 80, y + 10), (x - 6, y + 10)], "#94693F")
        for i in range(9):
            s.path(lens(x - 110, y - 170 + i * 20, x + 60, y - 166 + i * 20, 2.4), "#7A5432")
    s.path(ellipse(x - 30, y - 190, 52, 10), "#5E4229")
    hand, far_hand = at((2.2, 3.25)), at((2.25, 3.95))
    s.part(limb((hand[0] + 16, hand[1]), 25, (x + 40, y - 66), 15), "#A87850", lit, (5, 5))
    s.part(limb((hand[0], hand[1] - 16), 12, (x + 22, y - 100), 8), "#A87850", lit, (3, 3))
    s.part(limb((far_hand[0], far_hand[1] + 6), 20, (x - 14, y - 186), 12), "#94693F", lit, (4, 4))
    # Near: a board of raw bowls and a bucket, cut by the frame.
    s.part(polygon([(-10, 1080), (330, 1096), (330, 1130), (-10, 1120)]), "#120C08", lit, (0, 5))
    for i in range(3):
        bowl(s, 60 + i * 100, 1090, 44, "#94693F", lit, "#5E4229")
    s.part(polygon([(1030, 1200), (1016, 1040), (1180, 1040), (1168, 1200)]), "#120C08", lit, (6, 5))
    s.path(ellipse(1098, 1042, 82, 14), "#C9B48A")
    return s
