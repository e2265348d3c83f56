"""What a union does for its members: mediation, the hotline, the health van."""

from __future__ import annotations

from tools.illustrations.busts import facing, seen_from_behind
from tools.illustrations.people import Dress, Pose, person
from tools.illustrations.poses import SIT, STAND, WALK
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import box, chain, curve, ellipse, limb, polygon, smooth
from tools.illustrations.things import books, chair, cup, plant, town


def mediation() -> Scene:
    s = Scene(1600, 1067, "#D8C8A0", seed=141, light=(240, 260))
    s.halo(230, 300, [1450, 1180, 930, 700, 480], ["#CFBD92", "#D9C9A0", "#E3D5B0", "#EDE1C2", "#F7EED6"], 0.9)
    s.panes(60, 90, 400, 520, "#FFFAEA", "#8C7448", 2, 2, 10)
    with s.clip(box(66, 96, 388, 508)):
        town(s, 50, 470, 610, ["#EADDBA", "#E0D0A8", "#D6C498"], (80, 260), 70)
        for x in (110, 260, 400):
            s.path(smooth([(x - 70, 640), (x - 80, 540), (x, 470), (x + 80, 540), (x + 70, 640)]), "#B9B07C")
    s.bars(60, 90, 400, 520, "#8C7448", 2, 2, 10)
    s.rect(34, 610, 452, 18, "#8C7448")
    s.poly([(460, 90), (460, 610), (1500, 1067), (1600, 1067), (1600, 620)], "#FFFAEA", 0.16)
    # A scroll, a shelf of files, a clock.
    s.rect(720, 76, 190, 220, "#8C7448")
    s.rect(732, 88, 166, 196, "#FBF3DC")
    s.text("和", 750, 236, 130, "#3A2E20", serif=True)
    s.rect(1130, 130, 400, 16, "#7A6238")
    s.rect(1130, 290, 400, 16, "#7A6238")
    books(s, 1140, 130, 260, 100, ["#8C7448", "#5E6E66", "#A98E5C", "#40504C", "#C9B07A"], (20, 34))
    books(s, 1150, 290, 370, 110, ["#5E6E66", "#8C7448", "#40504C", "#A98E5C", "#7A6238"], (20, 36))
    s.halo(1460, 84, [34, 28], ["#5E4A2A", "#FBF3DC"])
    s.line([(1460, 84), (1460, 64)], "#3A2E20", 4)
    s.line([(1460, 84), (1474, 92)], "#3A2E20", 4)
    s.rect(0, 700, 1600, 370, "#A58A58")
    s.rect(0, 694, 1600, 8, "#7A6238")
    s.gouges(140, (0, 710, 1600, 1067), "#7A6238", (50, 220), (1, 3), 0, 0.02, None, 0.7)
    # The mediator between them, hands open.
    lit = "#FFFCEE"
    mediator = Dress("#2F464C", skin="#B98A5E", rim=lit, hair="bob", hair_fill="#17130F")
    with s.clip(box(0, 0, 1600, 760)):
        facing(s, 806, 410, 98, mediator, glasses=True, gaze=(-0.6, 0.2), wide=0.43)
    s.poly([(766, 498), (806, 578), (846, 498), (806, 516)], "#EFE6CC")
    # The two sides.
    worker = Dress(
        "#4A5A54",
        far="#38463F",
        legs="#2A2A24",
        skin="#A06E46",
        rim=lit,
        hair="crop",
        hair_fill="#17130F",
        vest="#F0DFAE",
        features=True,
    )
    boss = Dress(
        "#3A3430",
        far="#2C2724",
        legs="#211D1A",
        skin="#B07E54",
        rim=lit,
        hair="short",
        hair_fill="#5A5248",
        features=True,
        broad=1.08,
    )
    chair(s, 290, 1050, 236, "#3A2E20")
    chair(s, 1312, 1050, 236, "#3A2E20", -1)
    lean = SIT.but(
        head=(0.7, 5.45),
        neck=(0.35, 4.9),
        elbows=((1.15, 3.65), (1.0, 3.55)),
        hands=((2.15, 4.3), (1.95, 3.7)),
        lean=0.1,
    )
    sit = SIT.but(
        head=(0.1, 5.65),
        neck=(-0.05, 5.05),
        elbows=((0.5, 3.6), (0.55, 3.5)),
        hands=((1.6, 4.2), (1.6, 3.8)),
        lean=0.05,
    )
    person(s, 300, 1060, 110, lean, worker)
    at = person(s, 1320, 1060, 110, sit, boss, -1)
    x, y = at((1.75, 4.35))
    with s.moved(f"rotate(-8 {x:.0f} {y:.0f})"):
        s.part(
            polygon([(x - 56, y - 76), (x + 22, y - 76), (x + 22, y + 40), (x - 56, y + 40)]), "#F3E9CC", lit, (5, 3)
        )
        for i in range(5):
            s.rect(x - 44, y - 58 + i * 20, 56 - (i % 3) * 14, 5, "#A98E5C")
    # The table: an oval, its papers, the red folder.
    s.path(ellipse(806, 790, 560, 96), "#5E4224")
    s.path(ellipse(806, 766, 560, 96), lit)
    s.path(ellipse(806, 771, 560, 94), "#A9773C")
    with s.clip(ellipse(806, 771, 560, 94)):
        s.gouges(110, (250, 680, 1360, 866), "#84592A", (60, 240), (1, 2.6))
        s.gouges(70, (260, 690, 820, 860), "#F3D6A0", (50, 200), (1, 2.4))
    s.part(polygon([(700, 716), (812, 708), (838, 760), (716, 770)]), RED, "#F08A5A", (4, 4))
    s.poly([(860, 712), (960, 716), (988, 758), (876, 756)], "#FFFBEC")
    s.poly([(520, 752), (640, 742), (652, 792), (512, 804)], "#FFFBEC")
    s.poly([(1050, 756), (1160, 768), (1166, 812), (1036, 802)], "#F3E9CC")
    for px, py in ((478, 742), (1024, 736), (676, 820)):
        cup(s, px, py, 48, "#DCE0C8", "#FFFFFF")
    for side in (-1, 1):
        arm = chain(((806 + side * 92, 566), 34), ((806 + side * 152, 684), 30), ((806 + side * 74, 720), 21))
        s.part(arm, "#2F464C", lit, s.away((806, 600), 7))
        s.part(limb((806 + side * 66, 716), 22, (806 + side * 30, 700), 13), "#B98A5E", lit, (5, 4))
    # Near: the clerk with the minutes, from behind, and a plant; both cut by the frame.
    seen_from_behind(s, 1090, 880, 116, Dress("#1A1E1E", skin="#5E4430", rim=lit, hair="tail", hair_fill="#0F0D0C"))
    plant(s, 1530, 1067, 300, "#1E281C", "#4A5A38", "#17140F")
    return s


def hotline() -> Scene:
    s = Scene(1600, 1200, "#132630", seed=142, light=(420, 560))
    s.halo(430, 560, [1180, 930, 710, 520, 360], ["#182F3A", "#1F3B46", "#2B4E57", "#41696D", "#6B9089"], 0.86)
    # The town at night behind the glass; the red number on the wall.
    s.rect(820, 110, 800, 420, "#0C1A22")
    with s.clip(box(836, 126, 780, 390)):
        s.rect(836, 126, 780, 390, "#12242E")
        x = 830.0
        for i in range(11):
            width, height = 58 + (i * 37) % 40, 120 + (i * 83) % 210
            s.lit_house(
                x, 516, width, height, ("#0C1A22", "#0F1F28")[i % 2], ["#F1DFA8", "#C9B98A", "#7E9C92"], 0.3, 22
            )
            x += width + 8
    for x in (1090, 1350):
        s.rect(x, 110, 14, 420, "#0C1A22")
    s.rect(796, 526, 830, 18, "#0C1A22")
    s.rect(150, 96, 520, 150, RED)
    s.rect(150, 96, 520, 7, RED_LIT)
    s.text("12351", 186, 214, 124, "#FBE9C4", gap=14)
    s.text("职工维权热线", 190, 300, 54, "#9DB8A8", gap=20)
    # Colleagues behind low screens.
    far = Dress(
        "#2B4650", far="#243C45", legs="#1A2E36", skin="#5E6A5E", rim="#BFD0B8", hair="bob", hair_fill="#0F1B22"
    )
    talk = SIT.but(elbows=((0.4, 3.5), (0.7, 3.6)), hands=((1.5, 3.4), (1.5, 3.5)))
    for i, x in enumerate((1010, 1300, 1560)):
        person(
            s, x, 880, 58, talk, far.but(hair=("bob", "crop", "bun")[i], top=("#2B4650", "#34525A", "#26404A")[i]), -1
        )
        s.part(polygon([(x - 168, 560), (x - 108, 560), (x - 108, 640), (x - 168, 640)]), "#0F1F28", "#BFD0B8", (-5, 3))
        s.rect(x - 146, 640, 14, 40, "#0F1F28")
    s.rect(790, 668, 830, 12, "#9DB8A8")
    s.rect(790, 680, 830, 330, "#1A323C")
    for x in (1070, 1350):
        s.rect(x, 620, 12, 380, "#132630")
    # The screen that lights her, from behind.
    s.part(polygon([(250, 470), (560, 440), (566, 790), (256, 770)]), "#0B161C", "#F3EFD6", (-9, 2))
    s.poly([(386, 780), (446, 784), (470, 930), (370, 930)], "#0B161C")
    # The operator, large, in profile to the left.
    lit = "#FFF6DC"
    dress = Dress("#3E6A70", far="#2F535A", skin="#C09068", rim=lit, hair="bun", hair_fill="#14171A", features=True)
    pose = Pose(
        head=(0.85, 5.15),
        neck=(0.45, 4.55),
        hip=(-0.35, 1.4),
        elbows=((1.0, 2.5), (0.95, 2.35)),
        hands=((2.5, 2.15), (2.3, 2.05)),
        lean=0.12,
    )
    at = person(s, 1010, 1320, 182, pose, dress, -1)
    hx, hy = at((0.78, 5.22))
    s.stroke(
        f"M{hx + 26:.0f} {hy + 26:.0f}C{hx + 60:.0f} {hy - 70:.0f} {hx + 40:.0f} {hy - 142:.0f} {hx - 26:.0f}"
        f" {hy - 132:.0f}",
        "#0B161C",
        15,
        True,
    )
    s.part(ellipse(hx + 18, hy + 12, 34, 44), "#0B161C", "#9DB8A8", (6, 3))
    s.stroke(curve([(hx + 8, hy + 46), (hx - 14, hy + 92), (hx - 78, hy + 84)]), "#0B161C", 9, True)
    s.path(ellipse(hx - 82, hy + 83, 19, 12), "#0B161C")
    tag = at((0.5, 3.3))
    s.rect(tag[0] - 20, tag[1], 40, 56, "#E9E6CE")
    s.rect(tag[0] - 12, tag[1] + 30, 24, 6, "#7E9C92")
    # Desk: keyboard, notes, pen, cup.
    s.part(polygon([(60, 940), (1260, 940), (1330, 1200), (0, 1200)]), "#0F1F28", lit, (0, 7))
    s.poly([(200, 962), (470, 962), (478, 1000), (188, 1000)], "#2B4650")
    for row in range(2):
        for i in range(11):
            s.rect(212 + i * 23, 968 + row * 16, 18, 10, "#7E9C92")
    s.poly([(500, 956), (740, 956), (776, 1034), (496, 1038)], "#FFF6DC")
    for i in range(3):
        s.line([(610, 978 + i * 18), (710 + i * 14, 978 + i * 18)], "#9DB8A8", 4)
    near, wide = at((2.3, 2.05)), at((2.5, 2.1))
    s.part(limb((wide[0] + 10, wide[1]), 27, (wide[0] - 56, wide[1] + 12), 15), "#A87850", lit, (6, 3))
    s.part(limb((near[0] + 14, near[1] + 4), 32, (near[0] - 30, near[1] + 24), 17), "#C09068", lit, (6, 3))
    s.line([(near[0] - 62, near[1] + 62), (near[0] + 6, near[1] - 66)], "#0B161C", 9, True)
    s.part(limb((near[0] - 8, near[1] - 14), 13, (near[0] - 34, near[1] + 12), 9), "#C09068", lit, (4, 3))
    s.part(polygon([(170, 850), (262, 850), (252, 952), (180, 952)]), "#7E9C92", lit, (-9, 3))
    s.stroke("M172 872C130 872 136 930 180 928", "#7E9C92", 11)
    s.gouges(40, (40, 1050, 1300, 1190), "#2B4E57", (80, 260), (1, 3))
    # Near, cut by the frame: the back of a chair.
    s.part(smooth([(1380, 1230), (1390, 960), (1440, 910), (1620, 910), (1660, 1230)]), "#081116", "#6B9089", (5, 7))
    return s


def bloodpressure() -> Scene:
    s = Scene(1600, 1200, "#C6CFC0", seed=144, light=(800, 90))
    s.halo(800, 110, [1300, 1060, 830, 620, 420], ["#BCC7B8", "#C8D1C0", "#D6DCC8", "#E4E6D2", "#F1EFDC"], 0.8)
    # The van's inside: ceiling, light strip, windows on the works.
    s.path("M0 0H1600V150C1300 60 300 60 0 150Z", "#8FA09A")
    s.path("M0 150C300 60 1300 60 1600 150V166C1300 76 300 76 0 166Z", "#6E837E")
    s.part(polygon([(420, 92), (1180, 92), (1150, 118), (450, 118)]), "#FFFFFF", "#FFFFFF")
    for x in (90, 560):
        s.part(
            smooth(
                [(x, 230), (x, 230), (x + 400, 230), (x + 400, 230), (x + 400, 560), (x + 400, 560), (x, 560), (x, 560)]
            ),
            "#4A5F5C",
            "#FFFFFF",
            (0, 5),
        )
        with s.clip(box(x + 16, 246, 368, 298)):
            s.rect(x + 16, 246, 368, 298, "#EEF0DE")
            s.crane(
                x + (120 if x < 300 else 270),
                540,
                330 if x < 300 else 380,
                200 if x < 300 else -170,
                80,
                "#9DAA9C",
                3,
                14,
            )
            for i in range(3):
                s.poly(
                    [
                        (x + 16 + i * 140, 544),
                        (x + 16 + i * 140, 470),
                        (x + 110 + i * 140, 430),
                        (x + 156 + i * 140, 470),
                        (x + 156 + i * 140, 544),
                    ],
                    ("#C3CBB6", "#B3BDA8", "#CDD4C0")[i],
                )
    # The open door: the next man waits in the daylight.
    s.rect(1120, 210, 400, 800, "#4A5F5C")
    s.rect(1142, 232, 356, 778, "#F6F3E0")
    with s.clip(box(1142, 232, 356, 778)):
        town(s, 1130, 1510, 720, ["#DDE0CC", "#D0D6C0"], (60, 170), 70)
        s.rect(1142, 720, 356, 300, "#CFC9A4")
        s.gouges(40, (1150, 730, 1490, 1000), "#A9A47E", (40, 120), (1, 3))
        wait = Dress(
            "#5E6E62",
            far="#4C5A50",
            legs="#454A42",
            skin="#8A6648",
            rim="#FFFFFF",
            hat="helmet",
            hat_fill="#D9BE6A",
            hair="crop",
            vest="#F0E4B4",
        )
        person(s, 1270, 990, 66, STAND.but(elbows=((0.2, 5.0), (0.35, 5.0)), hands=((0.8, 4.9), (0.7, 4.6))), wait, -1)
        person(
            s,
            1440,
            900,
            46,
            WALK,
            wait.but(top="#7C8A78", legs="#6E7468", skin="#9A7A5C", vest=None, hat_fill="#EDE9D4"),
            -1,
        )
    s.rect(0, 1000, 1600, 200, "#7E8F88")
    s.rect(0, 992, 1600, 8, "#4A5F5C")
    s.gouges(120, (0, 1010, 1600, 1200), "#5E726C", (60, 220), (1, 3), 0, 0.02)
    # An eye chart; a locker.
    s.rect(1010, 250, 84, 230, "#FFFFFF")
    for row in range(5):
        size = 30 - row * 5
        s.text(
            ("山", "工田", "口丰王", "日中土干", "月人大小王")[row],
            1052 - size * (row + 1) / 2,
            292 + row * 42,
            size,
            "#4A5F5C",
        )
    # Sitting knee to knee at the folding table.
    lit = "#FFFFFF"
    man = Dress(
        "#3F5560",
        far="#32454E",
        legs="#262C2E",
        skin="#A8744A",
        rim=lit,
        hair="crop",
        hair_fill="#17130F",
        vest="#F0DFAE",
        features=True,
        broad=1.1,
    )
    sits = SIT.but(
        head=(0.15, 5.65), neck=(0, 5.05), elbows=((0.55, 3.5), (0.95, 3.75)), hands=((1.1, 3.1), (1.3, 3.55)), lean=0.1
    )
    s.rect(200, 978, 240, 22, "#34474A")
    s.rect(300, 1000, 34, 170, "#34474A")
    s.rect(236, 1160, 160, 16, "#34474A")
    person(s, 330, 1180, 116, sits, man)
    nurse = Dress("#DDE3D2", far="#B9C4B6", legs="#B9C4B6", skin="#BE8E66", rim=lit, hair="bun", hair_fill="#17130F",
            hat="nurse", hat_fill="#E9EDE0",
                  features=True, coat=0.6)  # fmt: skip
    works = SIT.but(
        head=(0.75, 5.35),
        neck=(0.4, 4.85),
        elbows=((1.0, 3.6), (0.9, 3.5)),
        hands=((2.15, 3.95), (2.0, 3.65)),
        lean=0.3,
    )
    s.rect(972, 978, 220, 22, "#34474A")
    s.rect(1064, 1000, 34, 170, "#34474A")
    s.rect(1004, 1160, 160, 16, "#34474A")
    person(s, 1080, 1180, 114, works, nurse, -1)
    # His bare arm on the table with the red cuff, over it her hands.
    top = 832
    s.part(polygon([(560, top), (960, top), (960, top + 26), (560, top + 26)]), "#F1EFDC", lit, (0, 6))
    s.rect(560, top + 20, 400, 12, "#4A5F5C")
    s.line([(620, top + 30), (900, 1180)], "#4A5F5C", 14)
    s.line([(900, top + 30), (620, 1180)], "#4A5F5C", 14)
    s.part(chain(((440, 742), 42), ((560, 800), 32), ((690, 806), 23)), "#A8744A", lit, (0, 6))
    s.part(limb((690, 806), 23, (742, 806), 15) + limb((690, 796), 11, (724, 780), 8), "#A8744A", lit, (0, 5))
    s.part(smooth([(404, 690), (456, 676), (500, 712), (480, 812), (430, 806), (392, 752)]), "#5E747C", lit, (0, 6))
    s.part(polygon([(478, 716), (560, 748), (546, 836), (458, 806)]), RED, "#F08A5A", (3, 7))
    s.line([(520, 732), (506, 822)], RED_DARK, 5)
    s.stroke(curve([(548, 792), (620, 870), (720, 846), (800, 800)]), "#26302E", 8)
    s.part(polygon([(790, 736), (910, 736), (910, top), (790, top)]), "#34474A", lit, (0, 6))
    s.rect(806, 752, 88, 40, "#DDE8D0")
    s.text("128", 820, 788, 36, "#26302E")
    # Near, cut by the frame: the curtain of the van.
    s.part(
        smooth([(1540, -40), (1660, -40), (1660, 1240), (1500, 1240), (1530, 900), (1510, 600), (1540, 300)]),
        "#26383A",
        lit,
        (7, 3),
    )
    for x in (1560, 1590):
        s.line([(x, 0), (x - 12, 1200)], "#1A2A2C", 6)
    return s
