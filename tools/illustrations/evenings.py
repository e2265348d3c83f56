"""After the shift: the reading room, the choir, a ball game, a tug of war."""

from __future__ import annotations

from tools.illustrations.busts import seen_from_behind
from tools.illustrations.people import Dress, person
from tools.illustrations.poses import PULL, SIT, STAND
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import disc, ellipse, limb, polygon, smooth
from tools.illustrations.singers import singer
from tools.illustrations.things import bookcase, books, chair, open_book, pendant, plant


def library() -> Scene:
    s = Scene(1600, 1067, "#1B2A2C", seed=101, light=(800, 420))
    shelf = ["#2A3A38", "#4E4A38", "#6E5A3C", "#3B5450", "#866B43", "#5A4030", "#9C7D4E"]
    s.halo(800, 430, [1010, 800, 610, 440, 290], ["#22332F", "#34412F", "#544F34", "#80693E", "#B18A4E"], 0.86)
    for x in (-40, 290, 890, 1270):
        bookcase(s, x, 110, 320 if x != 890 else 340, 640, 5, "#141E20", "#1C2826", shelf)
    # A window with the sleeping yard between the cases.
    s.rect(640, 96, 220, 470, "#101A1E")
    s.rect(654, 110, 192, 442, "#1A3038")
    s.halo(786, 190, [60, 40, 26], ["#234049", "#33545A", "#F1E2B4"])
    for x, width, height in ((654, 60, 150), (706, 70, 230), (770, 76, 120)):
        s.lit_house(x, 552, width, height, "#13242B", ["#E9C47C", "#9C8A5C"], 0.35, 19)
    s.bars(654, 110, 192, 442, "#101A1E", 2, 3, 8)
    s.rect(0, 0, 1600, 112, "#141E20")
    s.rect(0, 106, 1600, 7, "#3A4A40")
    s.rect(0, 750, 1600, 320, "#151F20")
    s.gouges(150, (0, 770, 1600, 1067), "#3A3A2C", (50, 220), (1, 3))
    # The lamp and its cone over the table.
    s.poly([(660, 292), (940, 292), (1290, 800), (310, 800)], "#F6DFA2", 0.2)
    s.poly([(720, 292), (880, 292), (1090, 800), (510, 800)], "#F6DFA2", 0.22)
    pendant(s, 800, 280, 300, "#0D1415", "#FFF6DC")
    s.gouges(120, (430, 320, 1170, 640), "#FFF1CC", (20, 90), (0.6, 1.8), 1.57, 0.3, opacity=0.3)
    # Behind the table, facing us: an older man with his book up.
    lit = "#FFEBB8"
    s.part(
        smooth([(660, 780), (664, 600), (700, 540), (770, 520), (830, 520), (900, 540), (936, 600), (940, 780)]),
        "#3B4A48",
        lit,
        (0, 8),
    )
    s.part(limb((800, 540), 34, (800, 490), 32), "#7A5636")
    s.part(
        smooth([(742, 390), (740, 460), (762, 530), (800, 548), (838, 530), (860, 460), (858, 390), (800, 340)]),
        "#B98555",
        lit,
        (0, 7),
    )
    s.path(smooth([(742, 430), (740, 480), (764, 534), (800, 548), (800, 520), (776, 500), (770, 440)]), "#8A5F3C")
    s.part(
        smooth(
            [(736, 440), (730, 360), (770, 318), (830, 318), (870, 360), (864, 440), (850, 390), (800, 372), (750, 392)]
        ),
        "#C9C2AE",
        lit,
        (0, 7),
    )
    for x in (772, 828):
        s.ring(x, 446, 19, "#1E1610", 5)
        s.path(ellipse(x, 452, 9, 3), "#1E1610")
    s.line([(791, 443), (809, 443)], "#1E1610", 4)
    s.poly([(794, 450), (806, 450), (814, 486), (800, 492)], "#8A5F3C")
    s.path(smooth([(780, 508), (800, 503), (820, 508), (800, 514)]), "#5A2E20")
    # The readers on both sides.
    left = Dress(
        "#26383C",
        far="#1D2B2E",
        legs="#18211F",
        skin="#B07A4C",
        rim=lit,
        hair="bob",
        hair_fill="#14110E",
        features=True,
    )
    right = Dress(
        "#4A3A2A",
        far="#38291D",
        legs="#1C1814",
        skin="#9C6B42",
        rim=lit,
        hair="crop",
        hair_fill="#1A1410",
        vest="#E2B873",
        features=True,
    )
    pose = SIT.but(
        head=(0.75, 5.35),
        neck=(0.4, 4.85),
        elbows=((0.9, 3.5), (1.0, 3.4)),
        hands=((1.95, 3.85), (1.9, 3.6)),
        lean=0.32,
    )
    chair(s, 318, 1010, 230, "#0F1718")
    chair(s, 1282, 1010, 230, "#0F1718", -1)
    person(s, 330, 1010, 106, pose, left)
    person(s, 1270, 1010, 106, pose.but(head=(0.6, 5.45), hands=((1.85, 3.75), (1.95, 3.5))), right, -1)
    # The table, its books, the cup.
    open_book(s, 566, 640, 64, "#FFF4D6", "#D9BC84", "#2F4644", -10)
    open_book(s, 1030, 646, 62, "#FFF4D6", "#E4CB95", RED, 10)
    s.poly([(300, 736), (1300, 736), (1400, 800), (200, 800)], "#B98A4E")
    s.gouges(90, (320, 740, 1280, 796), "#8A6236", (60, 240), (1, 2.6))
    s.gouges(40, (500, 740, 1100, 790), "#FFE8B0", (60, 200), (1, 2.4))
    s.rect(200, 800, 1200, 34, "#4A321E")
    s.rect(200, 798, 1200, 6, lit)
    for x in (236, 1330):
        s.rect(x, 834, 34, 240, "#2A1D13")
    with s.moved("translate(800 706) scale(1.05)"):
        s.part(polygon([(-92, -96), (0, -78), (92, -96), (92, 34), (0, 52), (-92, 34)]), "#34504C", lit, (0, 6))
        s.line([(0, -78), (0, 52)], "#1D2E2C", 5)
        for x in (-100, 72):
            s.path(smooth([(x, -20), (x + 28, -26), (x + 34, 10), (x + 26, 38), (x + 2, 34), (x - 6, 6)]), "#B98555")
    books(s, 1130, 752, 90, 54, ["#D9BC84", "#5A4030", "#3B5450"], (60, 84))
    s.part(polygon([(420, 712), (474, 712), (468, 768), (426, 768)]), "#E8E0C8", "#FFFBEC", (-8, 3))
    # The near dark: the back of a chair and a plant, cut by the frame.
    s.part(
        smooth([(1440, 1080), (1450, 830), (1480, 800), (1600, 800), (1640, 830), (1640, 1080)]),
        "#0B1112",
        "#8A7048",
        (5, 6),
    )
    for x in (1490, 1530, 1570):
        s.rect(x, 840, 12, 240, "#1B2A2C")
    plant(s, 90, 1067, 300, "#0C1514", "#2E4038", "#0B1112")
    return s


def choir() -> Scene:
    s = Scene(1600, 900, "#231A18", seed=102, light=(1120, 60))
    s.halo(1120, 20, [1180, 940, 720, 520, 340], ["#33241E", "#4C3526", "#6E4D31", "#96703F", "#C29A58"], 0.84)
    # Curtains, lamps, beams of light.
    for i in range(17):
        x = i * 100 - 20
        s.poly([(x, 0), (x + 34, 0), (x + 44, 640), (x - 6, 640)], "#1C1413", 0.34)
    s.truss((-10, 40), (1610, 40), 40, "#120D0C", 5, 26)
    for x in (300, 620, 1120, 1420):
        s.poly([(x - 24, 60), (x + 24, 60), (x + 34, 110), (x - 34, 110)], "#120D0C")
        s.rect(x - 28, 108, 56, 7, "#FFF2CF")
        s.poly(
            [(x - 28, 115), (x + 28, 115), (x + 190 - (x - 800) * 0.25, 800), (x - 190 - (x - 800) * 0.25, 800)],
            "#FFE9B8",
            0.1,
        )
    s.gouges(170, (0, 120, 1600, 420), "#FFE9B8", (40, 120), (0.6, 1.8), 1.4, 0.1, opacity=0.2)
    # Three rows on risers, from the far one to the near one.
    for row, (y, unit, count, step) in enumerate(((330, 40, 11, 118), (440, 46, 11, 132), (566, 53, 9, 160))):
        left = 800 - step * (count - 1) / 2
        s.rect(0, y + unit * 2.5, 1600, 900, ("#3A271C", "#2E1F18", "#241814")[row])
        s.rect(0, y + unit * 2.5, 1600, 5, "#B98D50")
        for i in range(count):
            if row == 2 and i in (4,):
                continue
            woman = (i + row) % 2 == 0
            singer(
                s,
                left + i * step + s.random.uniform(-6, 6),
                y + s.random.uniform(-5, 5),
                unit,
                woman=woman,
                kind=i * 3 + row * 5,
            )
    s.rect(0, 734, 1600, 200, "#1B1210")
    s.gouges(150, (0, 740, 1600, 900), "#5C4128", (60, 240), (1, 3))
    # The music stand with the one red score, and the conductor's back.
    s.line([(980, 900), (980, 716)], "#0D0908", 9)
    s.part(polygon([(896, 640), (1064, 628), (1072, 716), (904, 728)]), RED, "#F08A5A", (-5, 6))
    s.poly([(912, 654), (976, 649), (980, 700), (917, 706)], "#F6E2B8")
    s.poly([(984, 648), (1048, 643), (1055, 694), (988, 699)], "#FFF3D6")
    coat, lit = "#14100F", "#FFE3AE"
    left_arm = limb((664, 560), 50, (520, 500), 40) + limb((520, 500), 38, (430, 360), 27)
    right_arm = limb((890, 560), 50, (1030, 470), 40) + limb((1030, 470), 38, (1080, 320), 27)
    s.part(limb((424, 352), 22, (404, 296), 15) + limb((428, 340), 10, (450, 300), 8), "#8A5F3C", lit, (-5, 4))
    s.part(limb((1082, 312), 22, (1086, 276), 17), "#8A5F3C", lit, (-5, 4))
    s.line([(1086, 282), (1180, 150)], "#FFF6E2", 5, True)
    s.part(left_arm + right_arm, coat, lit, (-6, 6))
    back = [
        (640, 930),
        (664, 760),
        (640, 640),
        (610, 560),
        (680, 496),
        (780, 480),
        (880, 496),
        (946, 560),
        (916, 640),
        (896, 760),
        (930, 930),
    ]
    s.part(smooth(back), coat, lit, (-7, 6))
    s.path(limb((780, 500), 38, (780, 440), 36), "#6E4A30")
    s.part(polygon([(726, 496), (780, 470), (834, 496), (780, 512)]), "#E9DDC0", "#FFF9EA", (-4, 4))
    head = [(716, 420), (708, 330), (744, 262), (816, 262), (854, 330), (846, 420), (812, 462), (748, 462)]
    s.path(ellipse(712, 386, 13, 24) + ellipse(850, 386, 13, 24), "#8A5F3C")
    s.part(smooth(head), "#3B3530", "#F3DDB0", (-7, 6))
    s.gouges(46, (726, 280, 838, 450), "#8C8070", (20, 60), (0.8, 2), 1.5, 0.25)
    s.line([(780, 540), (780, 900)], "#2C2320", 4)
    return s


def basketball() -> Scene:
    s = Scene(1600, 1067, "#4A5A60", seed=103, light=(470, 560))
    x, y = 470, 560
    s.halo(
        x,
        y,
        [1250, 1040, 850, 680, 520, 370, 240, 130],
        ["#56646A", "#6E7474", "#8C8578", "#AE977A", "#CDAA7C", "#E3BF86", "#F2D69F", "#FBE8C0"],
        0.8,
    )
    s.halo(x, y, [84], ["#FFF8E6"])
    s.gouges(300, (0, 0, 1600, 560), "#FFF1D2", (40, 160), (0.6, 2.2), 0, 0.03, lambda a, b: abs(a - x) > 200, 0.3)
    # The works behind: saw-tooth hall, chimneys, tanks, dormitory.
    far, mid = "#A98E70", "#7C6E60"
    s.poly([(70, 700), (86, 250), (120, 250), (136, 700)], far)
    s.rect(82, 262, 42, 12, mid)
    s.poly([(196, 700), (206, 400), (228, 400), (238, 700)], far)
    for i in range(6):
        left = 560 + i * 150
        s.poly([(left, 700), (left, 560), (left + 104, 492), (left + 150, 560), (left + 150, 700)], far)
        s.poly([(left + 108, 504), (left + 140, 556), (left + 108, 556)], "#D6B486")
    s.rect(1290, 330, 330, 380, mid)
    for row in range(5):
        for column in range(7):
            s.rect(
                1312 + column * 44,
                356 + row * 62,
                24,
                34,
                s.random.choice(["#F2D69F", "#5E564C", "#5E564C", "#CDAA7C"]),
            )
    s.rect(0, 640, 1600, 70, mid)
    for i in range(28):
        s.line([(i * 60, 640), (i * 60, 706)], "#5E564C", 4)
    s.rect(0, 636, 1600, 6, "#E3BF86")
    # The court.
    s.rect(0, 700, 1600, 370, "#8A7460")
    s.poly([(380, 700), (560, 700), (900, 1067), (100, 1067)], "#B4946E")
    s.poly([(430, 700), (510, 700), (640, 1067), (300, 1067)], "#D8B584")
    s.gouges(330, (0, 706, 1600, 1067), "#5E5248", (40, 170), (1, 3.4), 0, 0.02, None, 0.7)
    s.gouges(
        150,
        (200, 706, 820, 1067),
        "#FFF1D2",
        (30, 120),
        (1, 3),
        0,
        0.02,
        lambda a, b: abs(a - 470) < 40 + (b - 700) * 0.7,
    )
    s.line([(0, 800), (1600, 760)], "#E9D8B4", 5)
    s.stroke("M980 782C1000 900 1180 1000 1600 1010", "#E9D8B4", 5)
    # People on the steps at the fence.
    dark, lit = "#231E1C", "#FFE6B4"
    crowd = Dress("#453B35", skin="#6B4A34", rim="#F2D69F", hair="crop", hair_fill="#2A2320")
    for i, left in enumerate((700, 760, 812, 880, 934, 1004, 1070, 1128)):
        pose = SIT if i % 3 else STAND
        person(
            s,
            left,
            716 if i % 3 else 722,
            19 if i % 3 else 21,
            pose,
            crowd.but(top=("#453B35", "#5A4A3C", "#38414A")[i % 3]),
            -1 if i % 2 else 1,
        )
    # Hoop on a lattice arm, right.
    s.part(polygon([(1450, 1067), (1490, 1067), (1478, 300), (1446, 300)]), dark, "#C9A274", (6, 0))
    s.truss((1462, 330), (1290, 300), 46, dark, 6, 4)
    s.line([(1466, 520), (1300, 330)], dark, 7)
    s.part(polygon([(1262, 150), (1304, 130), (1304, 396), (1262, 382)]), "#D9C7A2", "#FFF6E0", (7, 2))
    s.poly([(1268, 270), (1280, 266), (1280, 352), (1268, 350)], "#8A7460")
    s.stroke("M1262 372C1230 356 1170 356 1146 372C1170 388 1230 388 1262 372", dark, 8)
    for i in range(7):
        top = 1150 + i * 18
        s.line([(top, 378), (1166 + i * 12, 452)], "#F1E4C6", 2.4)
        s.line([(top, 378), (1166 + (6 - i) * 12, 452)], "#F1E4C6", 2.4)
    # Shooter in the air, defender, two more.
    player = Dress("#2B3A44", far="#22303A", legs="#1F2328", skin="#7A5236", rim=lit, hair="crop", hair_fill="#15110F")
    player = player.but(short_sleeves=True, shorts=True)
    leap = STAND.but(
        head=(0.2, 7.0), neck=(0.05, 6.45), hip=(-0.15, 3.75), elbows=((0.75, 7.0), (0.85, 7.2)), hands=((1.0, 8.2),
        (0.75, 8.4)),
        knees=((-0.2, 2.1), (0.3, 2.2)), feet=((-1.0, 0.75), (-0.35, 0.55)), lean=-0.4,
    )  # fmt: skip
    guard = STAND.but(
        head=(0.25, 7.0), neck=(0.1, 6.4), elbows=((0.2, 7.6), (0.8, 7.2)), hands=((0.7, 8.8), (1.3, 8.4)),
        knees=((-0.35, 2.1), (0.35, 2.2)), feet=((-0.9, 0.25), (0.2, 0.3)), lean=-0.35,
    )  # fmt: skip
    ready = STAND.but(
        head=(0.75, 6.35), neck=(0.5, 5.8), hip=(-0.3, 3.4), elbows=((0.7, 4.6), (1.0, 4.5)), hands=((1.6, 4.9),
        (1.9, 4.6)),
        knees=((0.15, 1.9), (0.55, 1.95)), feet=((-0.75, 0), (0.55, 0)), lean=-0.1,
    )  # fmt: skip
    for px, width in ((330, 70), (770, 130), (1010, 100)):
        s.path(ellipse(px, 940 if px != 330 else 930, width, 11), "#4A4038", 0.7)
    person(s, 300, 930, 56, ready, player.but(top="#D8C8A4", far="#B9A680", legs="#3A3A3C"))
    at = person(s, 740, 880, 76, leap, player)
    person(s, 1040, 936, 70, guard, player.but(top="#D8C8A4", far="#B9A680", legs="#3A3A3C", hair="short"), -1)
    bx, by = at((1.25, 9.2))
    s.part(disc(bx, by, 36), RED, "#F39A68", (7, 4))
    s.stroke(
        f"M{bx - 34} {by + 6}C{bx - 10} {by - 10} {bx + 14} {by - 8} {bx + 34} {by + 8}M{bx - 4} {by - 35}"
        f"C{bx + 8} {by - 10} {bx + 6} {by + 14} {bx - 6} {by + 35}",
        RED_DARK,
        4,
    )
    # Near: a bench with a kettle and towels, and a spectator, cut by the frame.
    s.part(polygon([(-10, 1000), (330, 1010), (330, 1067), (-10, 1067)]), "#15110F", lit, (0, 6))
    s.part(smooth([(40, 1004), (36, 930), (60, 900), (110, 900), (134, 930), (130, 1004)]), "#15110F", lit, (-6, 4))
    s.stroke("M52 916C60 860 110 860 118 916", "#15110F", 8)
    s.part(smooth([(190, 1010), (196, 976), (260, 970), (310, 982), (316, 1012)]), "#C9B78E", "#FFF6E0", (-4, 5))
    seen_from_behind(s, 1520, 940, 104, Dress("#14161A", skin="#3A2A20", rim=lit, hair="tail", hair_fill="#0F0D0C"))
    return s


def tugofwar() -> Scene:
    s = Scene(1600, 686, "#7F8B86", seed=104, light=(800, 150))
    s.halo(
        800,
        200,
        [980, 780, 600, 440, 290, 150],
        ["#8E9789", "#A5A68F", "#C0B894", "#D9CB9F", "#EEDFB2", "#FBF0CF"],
        0.66,
    )
    s.halo(800, 190, [74], ["#FFFBEC"])
    s.gouges(260, (0, 0, 1600, 330), "#FFF8E2", (40, 160), (0.6, 2), 0, 0.03, lambda a, b: abs(a - 800) > 170, 0.45)
    # Saw-tooth halls, a gantry, poplars.
    for i in range(12):
        left = -60 + i * 150
        if 560 < left < 900:
            continue
        s.poly([(left, 420), (left, 306), (left + 106, 246), (left + 150, 306), (left + 150, 420)], "#9AA08C")
        s.poly([(left + 108, 256), (left + 142, 302), (left + 108, 302)], "#C6C6A6")
    s.truss((560, 262), (1040, 262), 26, "#7E8878", 4, 20)
    for x in (580, 1020):
        s.line([(x - 24, 424), (x, 262), (x + 24, 424)], "#7E8878", 6)
    s.rect(0, 396, 1600, 40, "#7E8672")
    # Those who cheer.
    cheer = Dress("#66705F", skin="#7E6A50", rim="#F2E6C0", hair="crop", hair_fill="#4A4A3C")
    up = STAND.but(elbows=((0.4, 7.0), (0.5, 7.2)), hands=((0.5, 8.4), (0.7, 8.6)))
    for i in range(38):
        x = 30 + i * 42 + s.random.uniform(-10, 10)
        pose = up if i % 4 == 1 else STAND
        hair = ("crop", "bob", "short", "tail")[i % 4]
        person(
            s,
            x,
            452,
            13,
            pose,
            cheer.but(top=("#66705F", "#79806A", "#58625A")[i % 3], hair=hair),
            1 if x < 800 else -1,
        )
    s.rect(0, 446, 1600, 250, "#8C8468")
    s.poly([(700, 446), (900, 446), (1180, 686), (420, 686)], "#B9AB80")
    s.poly([(760, 446), (840, 446), (960, 686), (640, 686)], "#DCCB98")
    s.gouges(300, (0, 452, 1600, 686), "#5E5C48", (40, 160), (1, 3), 0, 0.02, None, 0.6)
    s.gouges(120, (520, 452, 1080, 686), "#FFF6DC", (30, 110), (1, 2.6))
    for x in (690, 910):
        s.poly([(x - 5, 470), (x + 5, 470), (x + (x - 800) * 0.5 + 8, 686), (x + (x - 800) * 0.5 - 8, 686)], "#F3EAD0")
    # The rope, in front of the far arms, behind the near ones; then both teams.
    lit = "#FFF6DC"
    left = Dress("#22424A", far="#1A343B", legs="#1E2326", skin="#8A5E3E", rim=lit, hair="crop", hair_fill="#14110F")
    left = left.but(short_sleeves=True)
    right = Dress("#D9CBA0", far="#B7A87E", legs="#2C2E2A", skin="#84593A", rim=lit, hair="short", hair_fill="#14110F")
    right = right.but(short_sleeves=True)
    variants = (
        PULL,
        PULL.but(head=(-1.55, 5.0), neck=(-1.5, 4.5), hip=(-0.95, 2.4), lean=-0.5),
        PULL.but(head=(-1.0, 5.6), neck=(-1.1, 5.0), hip=(-0.65, 2.7), lean=0.25),
        PULL.but(head=(-1.4, 5.2), neck=(-1.4, 4.65), lean=0.1),
        PULL.but(head=(-1.7, 4.85), neck=(-1.6, 4.3), hip=(-1.05, 2.3), lean=-0.3),
    )
    rope = 624 - 3.85 * 50
    for i in range(5):
        x = 620 - i * 128
        s.path(ellipse(x - 10, 628, 96, 8), "#5E5C48", 0.6)
        s.path(ellipse(1600 - x + 10, 628, 96, 8), "#5E5C48", 0.6)
    s.line([(60, rope + 10), (620, rope), (980, rope), (1540, rope + 10)], "#6B4A2A", 10, True)
    s.line([(60, rope + 7), (620, rope - 3), (980, rope - 3), (1540, rope + 7)], "#F0D9A4", 3)
    hairs = ("crop", "short", "tail", "crop", "bun")
    for i in range(4, -1, -1):
        x, y = 640 - i * 128, 624 + (i % 2) * 6
        pose = variants[i].but(hands=((0.5, 3.9 + (i % 2) * 0.1), (0.95, 3.87 + (i % 2) * 0.1)))
        person(s, x, y, 50, pose, left.but(hair=hairs[i], broad=(1, 1.12, 0.92, 1.2, 0.95)[i]))
        other = variants[(i + 2) % 5].but(hands=((0.5, 3.9 + (i % 2) * 0.1), (0.95, 3.87 + (i % 2) * 0.1)))
        person(s, 1600 - x, y, 50, other, right.but(hair=hairs[(i + 3) % 5], broad=(1.1, 0.94, 1.2, 1, 1)[i]), -1)
    # The red ribbon that decides, and the umpire bent to it.
    s.path(smooth([(792, rope - 4), (812, rope - 4), (822, rope + 60), (800, rope + 104), (786, rope + 60)]), RED)
    s.path(smooth([(804, rope), (818, rope + 20), (834, rope + 62), (820, rope + 84), (808, rope + 50)]), RED_LIT)
    s.path(disc(801, rope, 13), RED)
    return s
