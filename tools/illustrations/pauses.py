"""Where people rest: the riders' station, a cool drink on the site, the lorry drivers' canteen."""

from __future__ import annotations

from tools.illustrations.machinery import lorry
from tools.illustrations.people import Dress, person
from tools.illustrations.poses import SIT, STAND, WALK, WORK
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import curve, disc, ellipse, limb, polygon, smooth
from tools.illustrations.things import bowl, steam, table, town


def courier_rest() -> Scene:
    s = Scene(1600, 1200, "#C9B388", seed=111, light=(1230, 330))
    s.halo(1230, 330, [1250, 1020, 800, 590, 400], ["#BFA67A", "#CCB488", "#DAC49A", "#E9D7B0", "#F6E8C6"], 0.92)
    # The window on the street at noon.
    s.rect(760, 120, 780, 560, "#3C3426")
    with s.clip(polygon([(776, 136), (1524, 136), (1524, 664), (776, 664)])):
        s.rect(776, 136, 748, 528, "#FBF2D8")
        town(s, 776, 1540, 560, ["#E9D9B2", "#DFCDA2", "#D5C194"], (120, 330), 90)
        for x, k in ((860, 1.0), (1120, 1.2), (1400, 0.9)):
            s.rect(x - 8, 420, 16, 180, "#8C7C58")
            s.path(
                smooth(
                    [
                        (x - 90 * k, 450),
                        (x - 110 * k, 330),
                        (x - 30 * k, 220),
                        (x + 60 * k, 240),
                        (x + 110 * k, 350),
                        (x + 80 * k, 450),
                    ]
                ),
                "#A9A877",
            )
            s.gouges(50, (x - 80 * k, 260, x + 80 * k, 440), "#DAD6A0", (14, 40), (1.5, 4), -0.7, 0.4)
        s.rect(776, 576, 748, 100, "#D9C79C")
        for x in (940, 1250):
            for wx in (0, 116):
                s.ring(x + wx, 630, 28, "#4A4030", 8)
            s.line([(x, 630), (x + 34, 596), (x + 84, 596), (x + 116, 630)], "#4A4030", 10)
            s.line([(x + 104, 600), (x + 96, 548), (x + 78, 544)], "#4A4030", 6)
            s.rect(x - 26, 530, 60, 58, "#6E6146")
    for x in (1010, 1270):
        s.rect(x, 136, 12, 528, "#3C3426")
    s.rect(744, 664, 812, 22, "#5E4F36")
    s.text("工会驿站", 806, 206, 52, "#B9A573", serif=True, gap=14)
    # Light on the wall and floor.
    s.rect(0, 860, 1600, 340, "#8F7850")
    s.poly([(776, 860), (1524, 860), (1330, 1200), (330, 1200)], "#C4A873")
    s.poly([(1030, 860), (1260, 860), (960, 1200), (640, 1200)], "#DFC792")
    s.gouges(230, (0, 870, 1600, 1200), "#6A5638", (50, 220), (1, 3), 0, 0.02, None, 0.8)
    s.gouges(90, (560, 870, 1400, 1200), "#FFF4D4", (40, 160), (1, 3), 0, 0.02)
    s.rect(0, 852, 1600, 8, "#6A5638")
    # The charging cabinet on the left wall: drawers, batteries, cables.
    s.part(polygon([(60, 240), (430, 240), (430, 860), (60, 860)]), "#34423F", "#E9D7B0", (-8, 6))
    s.rect(84, 262, 322, 46, "#1F2A29")
    s.text("充电 换电", 112, 298, 34, "#E9D7B0", gap=6)
    for row in range(4):
        for column in range(3):
            x, y = 86 + column * 110, 328 + row * 128
            s.rect(x, y, 98, 114, "#1F2A29")
            s.rect(x + 12, y + 14, 74, 62, "#4E5F59" if (row + column) % 3 else "#8FA08C")
            s.rect(x + 12, y + 14, 74, 6, "#C9D0B4")
            s.rect(x + 38, y + 88, 22, 8, "#F3E3B4" if (row * 3 + column) % 4 else "#6E8078")
    s.rect(480, 330, 190, 14, "#5E4F36")
    for i, x in enumerate((500, 560, 618)):
        s.part(
            smooth([(x, 330), (x - 2, 290), (x + 14, 270), (x + 34, 280), (x + 40, 330)]),
            ("#5E6E66", "#D9CBA0", "#40504C")[i],
            "#FFF9E6",
            (-4, 3),
        )
    s.rect(498, 196, 150, 92, "#E9DFC2")
    s.rect(498, 196, 150, 5, "#FFF9E6")
    for i in range(4):
        s.rect(512, 214 + i * 17, 120 - (i % 3) * 24, 5, "#A9976C")
    # The table and the two riders.
    lit = "#FFF6DC"
    dark = "#2A2219"
    for x in (480, 1090):
        s.rect(x, 962, 150, 20, dark)
        for leg in (x + 10, x + 126):
            s.rect(leg, 982, 14, 176, dark)
    eat = SIT.but(
        head=(0.8, 5.3), neck=(0.4, 4.8), elbows=((1.0, 3.4), (1.05, 3.35)), hands=((1.7, 4.1), (1.75, 4.45)), lean=0.3
    )
    drink = SIT.but(
        head=(0.25, 5.65),
        neck=(0.05, 5.05),
        elbows=((0.75, 3.6), (0.85, 3.9)),
        hands=((1.75, 3.6), (1.0, 4.95)),
        lean=-0.16,
    )
    blue = Dress(
        "#2F4A52",
        far="#243B42",
        legs="#23211C",
        skin="#A8754A",
        rim=lit,
        hair="crop",
        hair_fill="#15110D",
        vest="#E7D7A6",
        features=True,
    )
    gold = Dress(
        "#C08A3C",
        far="#9A6C2C",
        legs="#2A2A26",
        skin="#8E5E3C",
        rim=lit,
        hair="tail",
        hair_fill="#15110D",
        vest="#F6E8C6",
        features=True,
    )
    at = person(s, 540, 1160, 112, eat, blue)
    x, y = at((2.0, 4.45))
    s.line([(x - 8, y - 8), (x + 96, y + 52)], "#4A3018", 5, True)
    s.line([(x - 2, y + 4), (x + 92, y + 58)], "#4A3018", 5, True)
    at = person(s, 1180, 1160, 108, drink, gold, -1)
    x, y = at((0.98, 5.35))
    s.part(
        polygon([(x - 24, y - 36), (x + 16, y - 44), (x + 28, y + 26), (x - 12, y + 34)]), "#DCE0C8", "#FFFFFF", (-5, 4)
    )
    table(s, 640, 842, 460, 320, "#4A3820", lit, 26, 30)
    bowl(s, 752, 842, 66, "#E9DFC2", "#FFFBEC", "#B98A4A")
    steam(s, 752, 790, 120, "#FFFBEC", 0.5)
    bowl(s, 1010, 842, 54, "#E9DFC2", "#FFFBEC", "#8F9A62")
    s.part(
        polygon([(862, 742), (910, 742), (920, 764), (920, 842), (852, 842), (852, 764)]), "#3A5350", "#FFFBEC", (-7, 4)
    )
    s.rect(868, 718, 36, 24, "#1F2A29")
    # Phone on its cable, helmet on the table's corner.
    s.part(polygon([(942, 834), (964, 834), (964, 842), (942, 842)]), "#15110D", lit, (0, 2))
    s.stroke(curve([(430, 760), (520, 850), (600, 860), (650, 838), (690, 838)]), "#2A2219", 4)
    # The red box on the floor: the one thing red.
    s.part(polygon([(700, 1010), (900, 1010), (900, 1180), (700, 1180)]), RED, "#F08A5A", (-9, 7))
    s.rect(700, 1066, 200, 12, RED_DARK)
    s.text("飞鲤", 742, 1146, 58, "#FBE0C0", gap=4)
    # Near, cut by the frame: a rider's helmet on a chair's back.
    s.part(
        smooth([(1360, 1220), (1370, 1010), (1410, 980), (1570, 980), (1620, 1000), (1640, 1220)]),
        "#15110D",
        "#C4A873",
        (-5, 6),
    )
    s.part(
        smooth([(1396, 1000), (1390, 900), (1430, 820), (1520, 810), (1590, 860), (1606, 960), (1590, 1000)]),
        "#22302F",
        lit,
        (6, 7),
    )
    s.path(smooth([(1400, 950), (1460, 900), (1560, 900), (1600, 950), (1560, 930), (1460, 930)]), "#8FA08C")
    return s


def cooldrinks() -> Scene:
    s = Scene(1600, 1067, "#A9BDB4", seed=112, light=(330, 120))
    s.halo(
        330,
        150,
        [1320, 1060, 830, 620, 430, 280, 170],
        ["#B6C6B8", "#C6CFBA", "#D7D8BC", "#E7E1C0", "#F3E9C8", "#FBF2D8", "#FFF9E8"],
        0.86,
    )
    s.halo(330, 150, [92], ["#FFFEF8"])
    s.gouges(260, (0, 0, 1600, 520), "#FFFDF2", (40, 150), (0.6, 2), 0, 0.03, lambda a, b: abs(a - 330) > 150, 0.5)
    town(s, -20, 1640, 700, ["#B9C2AC", "#ABB7A4", "#C6CCB4"], (60, 210), 80)
    # The frame of a building: slabs, columns, scaffold, netting; two tower cranes.
    s.crane(520, 700, 150, 420, 150, "#7E9188", 4, 20)
    frame = "#5E716B"
    for floor in range(6):
        y = 660 - floor * 92
        s.rect(900, y, 760, 18, frame)
        for column in range(7):
            s.rect(916 + column * 118, y - 76, 20, 78, frame)
        for column in range(6):
            if (floor * 5 + column * 3) % 4 == 0:
                s.rect(940 + column * 118, y - 74, 92, 74, "#93A498")
    for x in range(880, 1640, 58):
        s.line([(x, 740), (x, 120)], "#3F524E", 4)
    for y in range(150, 740, 62):
        s.line([(870, y), (1600, y)], "#3F524E", 3.4)
    for i in range(8):
        s.line([(880 + i * 116, 212 + (i % 4) * 124), (996 + i * 116, 150 + (i % 4) * 124)], "#3F524E", 3)
    s.rect(1290, 398, 290, 124, "#4E6B62", 0.7)
    far = Dress("#3A4A48", skin="#4A4A40", rim="#FFF6DC", hat="helmet", hat_fill="#D9CB8E")
    for x, y in ((948, 460), (1130, 274), (1200, 276), (1040, 644)):
        person(s, x, y, 13, STAND, far, 1 if x % 20 else -1)
    s.rect(0, 700, 1600, 370, "#B5A57C")
    s.rect(0, 700, 1600, 6, "#8F835F")
    for i in range(12):
        s.rect(-20 + i * 78, 630, 70, 72, ("#9AA893", "#8D9C89")[i % 2])
        s.rect(-20 + i * 78, 630, 70, 5, "#E7E1C0")
    s.gouges(260, (0, 710, 1600, 1067), "#857650", (40, 170), (1, 3), 0, 0.03, None, 0.7)
    s.gouges(150, (0, 710, 1100, 1067), "#FFF6DC", (30, 130), (1, 3), 0, 0.03)
    # An awning throws its shade over the table.
    lit = "#FFFBEC"
    for x in (150, 770):
        s.line([(x, 1000), (x, 330)], "#2A3330", 12)
    s.poly([(60, 350), (860, 350), (820, 270), (120, 270)], "#40544E")
    for i in range(5):
        s.poly([(60 + i * 160, 350), (140 + i * 160, 350), (200 + i * 140, 270), (130 + i * 140, 270)], "#E9E2C6")
    for i in range(10):
        s.path(
            smooth(
                [(60 + i * 80, 344), (140 + i * 80, 344), (140 + i * 80, 372), (100 + i * 80, 392), (60 + i * 80, 372)]
            ),
            ("#E9E2C6", "#40544E")[i % 2],
        )
    s.poly([(190, 1010), (880, 1010), (1060, 1067), (130, 1067)], "#8F7F58")
    # She fills the bowls.
    server = Dress("#E4DCC0", far="#C6BD9C", legs="#2E3A3C", skin="#A8754A", rim=lit, hair="short",
            hair_fill="#17120E", hat="straw",
                   hat_fill="#C9A35A", hat_rim="#FFF3C8", short_sleeves=True, features=True)  # fmt: skip
    ladle = WORK.but(
        head=(0.65, 6.95),
        neck=(0.35, 6.4),
        elbows=((0.95, 5.0), (1.1, 5.35)),
        hands=((2.0, 5.35), (2.05, 6.1)),
        lean=0.22,
    )
    at = person(s, 268, 1010, 88, ladle, server)
    # The workers' queue.
    thirsty = Dress("#46545A", far="#364348", legs="#22282A", skin="#8A5A38", rim=lit, hat="helmet", hat_fill="#E3C25A",
                    hat_rim="#FFF3C4", vest="#F3E3B4", hair="crop", features=True)  # fmt: skip
    take = STAND.but(
        head=(0.35, 7.05), neck=(0.15, 6.45), elbows=((0.75, 5.2), (0.8, 5.1)), hands=((1.7, 5.2), (1.8, 5.0)), lean=0.1
    )
    drink = STAND.but(head=(0.0, 7.1), elbows=((0.65, 5.7), (0.75, 5.6)), hands=((0.7, 6.5), (0.82, 6.55)), lean=-0.35)
    wipe = STAND.but(elbows=((-0.45, 5.0), (0.75, 5.8)), hands=((-0.2, 3.9), (0.2, 7.1)), lean=0.12)
    at3 = person(s, 1440, 1010, 84, wipe, thirsty.but(top="#6B5A40", far="#544630", hat_fill="#DDD6BE", broad=1.12), -1)
    x, y = at3((0.32, 7.05))
    s.path(smooth([(x - 20, y - 24), (x + 16, y - 20), (x + 20, y + 40), (x - 6, y + 60), (x - 24, y + 20)]), "#FFFBEC")
    at2 = person(s, 1190, 1016, 86, drink, thirsty.but(top="#38494A", far="#2A393A", skin="#7A4E32"), -1)
    x, y = at2((0.78, 6.85))
    with s.moved(f"rotate(58 {x:.0f} {y:.0f})"):
        bowl(s, x - 14, y + 20, 34, "#E9E2C6", "#FFFFFF", "#8F9A5A")
    at1 = person(s, 946, 1020, 88, take, thirsty, -1)
    x, y = at1((2.0, 5.1))
    bowl(s, x, y + 4, 38, "#E9E2C6", "#FFFFFF", "#8F9A5A")
    # The table with the red cloth, the barrel, the ladle, the bowls.
    s.part(polygon([(404, 700), (760, 700), (786, 1010), (380, 1010)]), RED, RED_LIT, (4, 7))
    for x in (446, 520, 604, 688, 744):
        s.poly([(x, 720), (x + 12, 720), (x + 22 + (x - 580) * 0.06, 1010), (x - 8 + (x - 580) * 0.06, 1010)], RED_DARK)
    s.text("清凉一夏", 438, 880, 76, "#FBE9C4", serif=True, gap=4)
    s.part(polygon([(440, 520), (570, 520), (576, 700), (434, 700)]), "#8C9A98", "#FFFFFF", (9, 0))
    s.path(ellipse(505, 522, 66, 14), "#E6E6D8")
    s.path(ellipse(505, 524, 54, 9), "#5E6A3E")
    s.rect(436, 566, 138, 8, "#5E6C6A")
    s.rect(436, 650, 138, 8, "#5E6C6A")
    x, y = at((2.25, 6.3))
    s.line([(x - 6, y - 30), (516, 526)], "#3A4442", 8, True)
    for i in range(3):
        bowl(s, 634 + i * 50, 700, 22, "#E9E2C6", "#FFFFFF", "#8F9A5A")
    bowl(s, 660, 690, 22, "#E9E2C6", "#FFFFFF", "#8F9A5A")
    # Near: stacked helmets, rebar, a barrow's handle.
    s.part(polygon([(-10, 990), (170, 1000), (170, 1067), (-10, 1067)]), "#1E2422", lit, (0, 5))
    s.part(
        smooth([(10, 1000), (6, 940), (40, 890), (96, 890), (134, 940), (150, 984), (150, 1000)]),
        "#D9B24C",
        "#FFF3C4",
        (6, 6),
    )
    for i in range(9):
        s.line([(1330 + i * 26, 1067), (1640, 1000 - i * 9)], "#1E2422" if i % 2 else "#3A3A2E", 9)
    return s


def truckstop() -> Scene:
    s = Scene(1600, 900, "#26333F", seed=113, light=(1180, 470))
    x, y = 210, 470
    s.halo(
        x, y, [1250, 1000, 780, 580, 400, 250], ["#2C3A45", "#3B464E", "#545556", "#78695A", "#A5825F", "#D0A46C"], 0.62
    )
    s.halo(x, y, [120], ["#EFCB8E"])
    s.gouges(240, (0, 0, 1600, 440), "#E8C792", (50, 190), (0.6, 2), 0, 0.03, lambda a, b: a < 900, 0.3)
    s.gouges(140, (500, 0, 1600, 360), "#121A22", (60, 220), (1, 3), 0, 0.03, None, 0.4)
    # Hills, the motorway on its piers, headlamps.
    s.path("M0 500C160 440 300 476 460 452S760 470 900 486L900 560H0Z", "#5A5148")
    s.rect(0, 424, 900, 14, "#37393C")
    for i in range(10):
        s.rect(20 + i * 100, 438, 14, 90, "#37393C")
    s.rect(0, 420, 900, 3, "#D0A46C")
    for i, left in enumerate((120, 300, 560, 700)):
        s.rect(left, 398, 70, 24, "#2B2F34")
        s.path(disc(left - 4 if i % 2 else left + 74, 414, 4), "#FFF1CC")
    s.rect(0, 520, 1600, 380, "#1E2830")
    # The canteen, lit.
    X, Y = 960, 250
    s.halo(1240, 420, [560, 430, 330], ["#2C3842", "#47494A", "#6E6148"], 0.72)
    s.rect(X - 30, Y - 26, 640, 40, "#10161B")
    s.rect(X, Y, 640, 330, "#F0C67E")
    s.rect(X, Y, 640, 120, "#F9DC9F")
    with s.clip(polygon([(X, Y), (1600, Y), (1600, Y + 330), (X, Y + 330)])):
        s.halo(1250, Y, [330, 230, 130], ["#FBE5B4", "#FDEFCB", "#FFF8E4"], 0.6)
        for left in (1040, 1240, 1440):
            s.line([(left, Y), (left, Y + 50)], "#3A2A1A", 3)
            s.poly([(left - 34, Y + 70), (left + 34, Y + 70), (left + 14, Y + 46), (left - 14, Y + 46)], "#3A2A1A")
        s.rect(980, 450, 240, 130, "#8C6638")
        s.rect(980, 446, 240, 7, "#FFF3D0")
        for i in range(4):
            s.path(ellipse(1010 + i * 52, 446, 18, 9), "#5E4426")
        inside = Dress("#3A2F24", far="#2C241C", skin="#6E4A2E", rim="#FFF6DC", hair="crop")
        cook = inside.but(top="#F3E9CC", far="#D8CDAE", hat="chef", hat_fill="#FFFBEC")
        person(s, 1146, 610, 33, WORK, cook, -1)
        s.rect(1280, 500, 280, 10, "#6E4F2B")
        s.rect(1300, 510, 9, 80, "#6E4F2B")
        s.rect(1520, 510, 9, 80, "#6E4F2B")
        person(s, 1310, 590, 31, SIT, inside)
        person(
            s,
            1500,
            590,
            31,
            SIT.but(head=(0.75, 5.4), neck=(0.4, 4.9), lean=0.3),
            inside.but(top="#5A4630", hair="short"),
            -1,
        )
        bowl(s, 1400, 500, 15, "#FFFBEC", "#FFFFFF", "#A8793F")
        steam(s, 1400, 486, 50, "#FFFFFF", 0.6)
        bowl(s, 1446, 500, 13, "#FFFBEC", "#FFFFFF", "#A8793F")
    for left in (X, 1226, 1590):
        s.rect(left, Y, 10, 330, "#10161B")
    s.rect(X - 30, Y - 26, 640, 7, "#4A525A")
    s.rect(X + 40, Y - 118, 460, 92, "#141C22")
    s.rect(X + 40, Y - 118, 460, 5, "#6E767A")
    s.text("司机之家", X + 74, Y - 48, 66, "#FFE9B4", gap=26)
    # Light on the ground.
    s.poly([(X, 580), (1600, 580), (1600, 900), (700, 900)], "#5A513E")
    s.poly([(1010, 580), (1480, 580), (1500, 900), (880, 900)], "#8C7548")
    s.poly([(1100, 580), (1360, 580), (1330, 900), (1030, 900)], "#BF9A58")
    s.gouges(330, (0, 588, 1600, 900), "#0F161B", (50, 190), (1, 3.2), 0, 0.02)
    s.gouges(200, (780, 590, 1600, 900), "#FFE6B0", (24, 120), (1, 3), 0, 0.02)
    s.gouges(80, (0, 560, 700, 900), "#D0A46C", (30, 120), (1, 2.2), 0, 0.02, None, 0.6)
    # Lorries: far, middle, the red one.
    lorry(s, 452, 566, 0.4, "#3A444C", "#C9A274", "#46494A", "#C9A274", 2)
    lorry(s, 610, 622, 0.5, "#3D4A52", "#D8B080", "#55564E", "#D8B080", -3)
    lorry(s, -36, 806, 0.98, RED, "#F08A5A", "#2C3942", "#E2BC84", -6)
    # The driver with a thermos flask walks into the light.
    lit = "#FFF0CC"
    s.poly([(1020, 852), (1060, 856), (900, 900), (810, 900)], "#3A3528")
    walker = Dress(
        "#20303A",
        far="#182630",
        legs="#14191E",
        skin="#7A5236",
        rim=lit,
        hat="cap",
        hat_fill="#20303A",
        hair="crop",
        broad=1.1,
    )
    at = person(s, 1030, 856, 50, WALK.but(elbows=((-0.6, 5.1), (0.5, 4.9)), hands=((-0.5, 3.9), (0.8, 4.0))), walker)
    a, b = at((0.9, 3.7))
    s.part(polygon([(a - 13, b), (a + 13, b), (a + 15, b + 58), (a - 15, b + 58)]), "#55707A", lit, (-4, 3))
    s.rect(a - 8, b - 12, 16, 12, "#14191E")
    # Near: a kerb and a lamp post's foot.
    s.part(polygon([(1380, 900), (1600, 838), (1600, 900)]), "#0B1014", lit, (0, 5))
    s.part(limb((1578, 900), 15, (1578, 0), 12), "#0B1014", "#8C7548", (5, 0))
    return s
