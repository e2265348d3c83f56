"""Four portraits: fitter, bus driver, seamstress, engineer."""

from __future__ import annotations

from tools.illustrations.faces import INK, SKINS, Face, fist, front, neck, pinch, profile, three_quarter, torso
from tools.illustrations.portraits import sheet
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import curve, disc, ellipse, lens, limb, polygon, smooth


def side_body(s: Scene, f: Face, base: str, lit: str, collar: str) -> None:
    """Neck, shoulder and chest of somebody in profile to the right."""
    s.path("M286 500C282 570 262 640 226 720L470 800C480 720 462 660 500 620L420 540Z", f.skin[1])
    s.path("M286 500C282 570 262 640 226 720L380 780C390 700 380 640 430 590L380 520Z", f.skin[0])
    s.path("M-20 1010C-10 880 60 770 226 690C300 760 400 790 476 750C560 800 640 880 668 1010Z", base)
    s.path("M476 750C560 800 640 880 668 1010H560C560 920 530 850 450 776Z", lit)
    s.path("M214 680C290 760 400 800 486 736L506 786C430 860 280 840 190 730Z", collar)


def fitter() -> Scene:
    s = sheet("#A98A5C", 165)
    s.halo(760, 330, [860, 690, 530, 390, 260], ["#B39566", "#C2A474", "#D3B786", "#E6CE9F", "#F7E6C0"])
    s.panes(500, 40, 340, 470, "#FBEFD2", "#6E5434", 4, 5, 8)
    s.rect(0, 560, 800, 20, "#6E5434")
    for i, (x, h, w) in enumerate(((20, 210, 26), (62, 250, 18), (98, 180, 30), (146, 230, 20), (186, 200, 16))):
        s.rect(x, 340, w, 14, "#4A3620")
        s.part(
            polygon([(x + 2, 354), (x + w - 2, 354), (x + w * 0.7, 354 + h * 0.7), (x + w * 0.3, 354 + h * 0.7)]),
            ("#5E4A30", "#4A3A28", "#6E5A3C")[i % 3],
            "#E6CE9F",
            (-3, 2),
        )
    s.rect(0, 326, 250, 14, "#6E5434")
    s.gouges(110, (0, 0, 480, 560), "#D9BE8C", (40, 130), (0.8, 2.4), 0, 0.03, None, 0.6)
    s.rect(0, 580, 800, 420, "#7A5E3A")
    f = Face(SKINS[1], jaw=4, brow=14, frown=0.4, eyes="open", smile=0.2, age=1, lips="#5A2E22", stubble="#CFC6B4")
    with s.moved("translate(-70 30)"):
        side_body(s, f, "#2F4652", "#55727C", "#243742")
        s.line([(150, 770), (230, 1010)], "#1E2E36", 24)
        with s.moved("rotate(5 400 520)"):
            s.path(
                smooth(
                    [
                        (246, 320),
                        (230, 400),
                        (250, 500),
                        (290, 560),
                        (340, 540),
                        (340, 440),
                        (330, 380),
                        (400, 300),
                        (330, 250),
                    ]
                ),
                "#B9B2A0",
            )
            profile(s, f)
            # What is left of his hair, cut short.
            s.path(
                "M234 330C230 240 290 178 360 172C330 220 330 290 344 350C350 376 346 400 336 420C330 470 330 520"
                " 318 556C270 510 238 420 234 330Z",
                "#CFC8B6",
            )
            s.path("M300 190C326 176 350 172 372 172C344 220 340 270 350 320C326 290 306 240 300 190Z", "#EDE8DA")
            s.gouges(70, (240, 220, 340, 540), "#8E8676", (24, 60), (1, 2.4), 1.2, 0.3)
            s.stroke("M352 392C420 372 470 368 500 372", INK, 8)
            s.parts.append(
                '<rect x="498" y="356" width="74" height="56" rx="20" fill="none" stroke="#1E1410" stroke-width="8"/>'
            )
            s.path(lens(520, 364, 546, 404, 6), "#FFF6E0", 0.6)
            # The red pencil behind his ear.
            s.path(polygon([(300, 330), (306, 316), (470, 338), (466, 352)]), RED)
            s.path(polygon([(306, 316), (470, 338), (469, 343), (304, 321)]), RED_LIT)
            s.path(polygon([(470, 338), (498, 350), (466, 352)]), "#E9CFA0")
    # The micrometer at eye level: frame, spindle, thimble, in both hands.
    s.stroke("M600 470C570 560 640 630 720 590", "#3A4448", 26)
    s.stroke("M600 470C572 556 640 622 716 586", "#8FA0A0", 6)
    s.part(polygon([(588, 446), (616, 440), (622, 474), (596, 480)]), "#3A4448", "#E6E2D0", (-4, 4))
    s.part(polygon([(700, 520), (740, 500), (764, 600), (724, 618)]), "#4A565A", "#E6E2D0", (-5, 4))
    s.part(polygon([(620, 452), (710, 520), (704, 532), (616, 464)]), "#6E7A7A", "#FFFBEC", (-3, 4))
    s.path(disc(650, 480, 26), "#C9A35A")
    s.path(disc(650, 480, 11), "#7A5E2C")
    s.path(smooth([(630, 466), (644, 454), (664, 458), (660, 466)]), "#F6E3B0")
    s.part(limb((540, 1090), 66, (770, 840), 44) + limb((770, 840), 42, (764, 650), 34), "#243742", "#7A98A0", (-6, 6))
    fist(s, SKINS[1], 752, 574, 88, -20, -1)
    s.part(limb((420, 1060), 80, (600, 840), 54), "#2F4652", "#7A98A0", (-6, 7))
    s.part(limb((600, 840), 50, (622, 690), 36), "#2F4652", "#7A98A0", (-7, 5))
    fist(s, SKINS[1], 628, 618, 96, -14, 1)
    return s


def busdriver() -> Scene:
    s = sheet("#B9C2BA", 166)
    s.halo(600, 260, [840, 680, 530, 390, 260], ["#BDC6BC", "#CBD0C0", "#DAD9C4", "#E9E2C8", "#F8F0DA"])
    # The street through the windscreen.
    for x, w, h in ((0, 120, 330), (110, 90, 250), (600, 110, 270), (700, 120, 360)):
        s.rect(x, 560 - h, w, h, "#A9B0A2")
        for i in range(int(h / 52)):
            for k in range(int(w / 40)):
                s.rect(x + 12 + k * 36, 576 - h + i * 50, 18, 26, "#DAD9C4")
    for x in (240, 560):
        s.path(smooth([(x - 70, 560), (x - 80, 460), (x, 390), (x + 80, 460), (x + 70, 560)]), "#9DA888")
    s.poly([(0, 560), (800, 560), (800, 760), (0, 760)], "#8F958A")
    s.gouges(80, (0, 562, 800, 760), "#F3EDD6", (30, 110), (1, 2.4), 0, 0.03)
    s.poly([(0, 0), (70, 0), (30, 760), (0, 760)], "#2C3A3E")
    s.line([(70, 0), (30, 760)], "#E9E2C8", 4)
    s.part(smooth([(80, 60), (210, 70), (220, 180), (190, 210), (90, 200), (70, 120)]), "#22302F", "#E9E2C8", (-5, 5))
    s.path(smooth([(94, 78), (200, 86), (206, 176), (184, 194), (100, 184), (86, 120)]), "#9FB0AC")
    s.path(smooth([(150, 84), (200, 86), (206, 160), (170, 140)]), "#DDE3D6")
    s.line([(80, 0), (130, 70)], "#22302F", 12)
    s.rect(0, 740, 800, 30, "#22302F")
    f = Face(
        SKINS[2],
        width=1.06,
        length=0.93,
        jaw=14,
        brow=7,
        gaze=(-1.0, -0.35),
        smile=0.75,
        lips="#8A332C",
        lower_lip="#BC6654",
        nose=0.94,
        age=0.35,
    )
    neck(s, f, x=-6, thin=-4)
    torso(s, "#34505A", "#5E7E84", "#EFE9D6", "#EFE9D6", broad=1.04, drop=22)
    s.path(
        "M296 770C340 820 390 838 416 838C450 834 496 800 530 756L548 792C510 850 460 880 420 884C370 880 310 840"
        " 276 800Z",
        RED,
    )
    s.path("M416 838C450 834 496 800 530 756L548 792C520 836 480 866 436 882Z", RED_LIT)
    s.path("M404 870L450 868L458 1010H384Z", RED_DARK)
    with s.moved("translate(-8 56) rotate(3 410 520) translate(418 400) scale(1.06 0.93) translate(-418 -400)"):
        # Short permed hair: a wreath of curls.
        curls = ((258, 330), (240, 376), (238, 426), (248, 478), (276, 520), (300, 300), (290, 250))
        for x, y in curls:
            s.path(disc(x, y, 40), "#2A1B14")
        three_quarter(s, f)
        for x, y, r in (
            (282, 316, 30),
            (266, 362, 28),
            (262, 410, 26),
            (322, 284, 28),
            (372, 272, 26),
            (560, 306, 22),
            (572, 346, 18),
            (500, 270, 22),
            (540, 282, 20),
        ):
            s.path(disc(x, y, r), "#2A1B14")
            s.stroke(curve([(x - r * 0.5, y + r * 0.2), (x, y - r * 0.6), (x + r * 0.5, y)]), "#5E4534", 3, True)
        s.path(disc(262, 474, 10), "#F6E3B0")
        # The peaked cap with its badge.
        s.path("M214 268C190 190 270 96 420 96C570 96 640 186 612 268C520 232 320 232 214 268Z", "#2B434C")
        s.path("M440 96C580 100 640 186 612 268C590 260 566 252 540 248C570 180 530 120 440 96Z", "#55757E")
        s.path("M220 262C330 226 510 226 608 262L600 300C510 268 330 268 232 300Z", "#1B2C33")
        s.path("M330 280C430 258 560 270 640 330C560 326 470 306 350 306Z", "#121E23")
        s.path("M500 272C560 284 610 304 640 330C600 328 560 322 520 314Z", "#3F5A62")
        s.path(smooth([(396, 196), (424, 176), (452, 196), (446, 240), (424, 254), (402, 240)]), "#E2C070")
        s.path(disc(424, 216, 12), "#94701F")
    # The wheel and her hands on it.
    for width, fill in ((40, "#141C1E"), (6, "#8FA09C")):
        s.stroke("M60 1040C90 880 700 880 740 1040", fill, width)
    s.part(limb((30, 1080), 76, (150, 980), 52), "#34505A", "#8FB0B0", (-6, 7))
    s.part(limb((800, 1080), 78, (664, 976), 52), "#34505A", "#8FB0B0", (-6, 7))
    fist(s, SKINS[2], 176, 930, 88, 62, -1)
    fist(s, SKINS[2], 636, 928, 88, -62)
    return s


def seamstress() -> Scene:
    s = sheet("#9C8A78", 167)
    s.halo(90, 320, [900, 720, 560, 410, 280], ["#A69480", "#B5A28C", "#C8B59C", "#DDCCB0", "#F3E6CC"])
    # Shirts on a rail, spools on pegs, a window's light.
    s.line([(330, 90), (820, 70)], "#4A3E34", 10)
    for i, x in enumerate((470, 580, 690, 790)):
        s.stroke(curve([(x, 78), (x + 14, 100), (x - 10, 112), (x, 130)]), "#4A3E34", 5)
        s.part(
            polygon(
                [
                    (x - 16, 126),
                    (x + 16, 126),
                    (x + 58, 152),
                    (x + 78, 330),
                    (x + 60, 330),
                    (x + 60, 470),
                    (x - 60, 470),
                    (x - 60, 330),
                    (x - 78, 330),
                    (x - 58, 152),
                ]
            ),
            ("#6E7A78", "#8C7A66", "#5E6A6A", "#A69480")[i],
            "#EADBC0",
            (6, 4),
        )
        s.line([(x, 140), (x, 460)], "#4A4640", 3)
    s.rect(30, 130, 230, 10, "#4A3E34")
    s.rect(30, 250, 230, 10, "#4A3E34")
    for row in range(2):
        for i in range(5):
            x, y = 52 + i * 42, 130 + row * 120
            s.rect(x, y - 62, 28, 54, ("#D9C7A4", "#6E7A78", "#B59A74", "#8C9A90", "#E9DDC2")[(i + row * 2) % 5])
            s.rect(x - 4, y - 66, 36, 7, "#4A3E34")
            s.rect(x - 4, y - 9, 36, 9, "#4A3E34")
    s.gouges(100, (0, 280, 420, 720), "#F3E6CC", (30, 120), (0.8, 2.2), 0.1, 0.04, None, 0.6)
    s.rect(0, 760, 800, 240, "#5E5044")
    f = Face(SKINS[0], jaw=-6, brow=4, eyes="down", smile=0.4, lips="#8A3A30", lower_lip="#BA6A54", age=0.2)
    with s.moved("translate(840 20) scale(-1 1)"):
        side_body(s, f, "#5E3F48", "#8E6A6C", "#452E36")
        s.gouges(60, (40, 800, 620, 1000), "#3A262C", (20, 70), (1, 3), 1.1, 0.3)
        with s.moved("translate(-4 26) rotate(17 380 540)"):
            # Hair gathered in a knot, a kerchief over it.
            s.part(disc(214, 316, 84), "#17120E", "#6A5A4C", (-6, -5))
            s.gouges(20, (160, 260, 260, 370), "#5A4A3C", (30, 70), (1, 2.6), 0.8, 0.4)
            profile(s, f)
            s.path(
                "M236 340C230 230 300 160 416 164C470 166 512 184 540 220C500 226 440 250 410 300C396 330 400 356"
                " 390 376C372 366 346 368 334 384C326 430 328 480 310 530C262 480 240 410 236 340Z",
                "#17120E",
            )
            s.path("M400 330C400 370 404 400 398 440C392 410 386 380 388 350Z", "#17120E")
            s.path(
                "M244 260C270 180 340 146 430 154C480 160 520 180 546 214C520 216 500 220 480 228C400 216 320 236"
                " 262 300Z",
                "#D9CDB0",
            )
            s.path(
                "M430 154C480 160 520 180 546 214C520 216 500 220 480 228C450 224 424 224 398 228C420 204 430 180"
                " 430 154Z",
                "#FFF6E2",
            )
            s.path(smooth([(252, 270), (200, 240), (180, 280), (210, 310), (262, 300)]), "#C4B694")
            for x, y in ((320, 204), (370, 190), (420, 190), (470, 196), (300, 246), (350, 226)):
                s.path(disc(x, y, 7), "#8C6A5A")
            s.path(disc(366, 486, 9), "#E9CF8C")
    # Needle in one hand, the red thread in the other, between them her eyes.
    s.part(limb((90, 1110), 62, (-10, 990), 50), "#452E36", "#A98484", (6, 6))
    s.part(limb((660, 1090), 86, (452, 926), 56), "#5E3F48", "#A98484", (6, 7))
    s.line([(140, 796), (168, 706)], "#F6F1E2", 6, True)
    s.path(ellipse(167, 713, 3, 7), "#5E5044")
    pinch(s, SKINS[0], 144, 792, 84, -46, -1)
    s.stroke("M168 713C184 706 204 720 222 740", RED, 6, True)
    pinch(s, SKINS[0], 220, 740, 96, 34)
    s.stroke("M226 748C270 850 350 880 410 940C460 990 540 1000 570 960", RED, 6, True)
    s.part(polygon([(560, 900), (650, 900), (650, 916), (560, 916)]), "#D9CDB0", "#FFF6E2", (4, 3))
    s.path(polygon([(570, 916), (640, 916), (640, 990), (570, 990)]), RED)
    for i in range(6):
        s.path(lens(570, 926 + i * 11, 640, 922 + i * 11, 2.4), RED_DARK)
    s.part(polygon([(560, 990), (650, 990), (650, 1006), (560, 1006)]), "#D9CDB0", "#FFF6E2", (4, 3))
    return s


def engineer() -> Scene:
    s = sheet("#8FA6AA", 168)
    s.halo(660, 330, [860, 700, 550, 410, 290, 180], ["#99AEB0", "#A9BAB6", "#BEC8BA", "#D5D6BF", "#EBE4C8", "#FBF3DC"])
    s.halo(660, 330, [92], ["#FFFCF0"])
    # The arch that is being closed over the river.
    upper = [(x, 300 + (x - 400) ** 2 / 560) for x in range(-40, 881, 46)]
    lower = [(x, y + 46) for x, y in upper]
    for x, y in lower:
        s.line([(x, y), (x, 690)], "#6E8684", 3)
    s.line(upper, "#55706F", 11, True)
    s.line(lower, "#55706F", 8, True)
    web = [point for pair in zip(upper, lower, strict=True) for point in pair]
    s.line(web, "#55706F", 4)
    s.rect(0, 676, 800, 16, "#55706F")
    s.crane(90, 676, 190, 240, 80, "#6E8684", 4, 18)
    s.rect(0, 692, 800, 310, "#7F9694")
    s.gouges(130, (0, 696, 800, 900), "#F1EBD4", (30, 120), (1, 2.6), 0, 0.03)
    s.gouges(110, (0, 0, 800, 420), "#FFFBEC", (40, 130), (0.8, 2.2), 0, 0.03, None, 0.5)
    f = Face(
        SKINS[0],
        width=0.92,
        length=1.03,
        jaw=2,
        brow=13,
        frown=-0.2,
        gaze=(0.9, -0.5),
        smile=0.4,
        lips="#6E3428",
        nose=1.02,
    )
    neck(s, f, x=-14, thin=8)
    torso(s, "#39505C", "#627E86", "#2A3E48", "#E9E4D0", drop=4)
    s.path("M300 790L400 836L496 770L500 1010H300Z", "#D9DDD0")
    s.path("M440 810L496 770L500 1010H440Z", "#F6F4E6")
    s.path("M262 752L330 790L318 1010H180Z", "#39505C")
    s.path("M540 742L486 790L500 1010H640Z", "#627E86")
    s.path(polygon([(392, 838), (424, 836), (434, 1010), (386, 1010)]), "#2A3E48")
    with s.moved("translate(0 30) rotate(4 400 560) translate(400 400) scale(0.92 1.03) translate(-400 -400)"):
        front(s, f)
        # Thick hair, blown about by the wind off the river.
        hair = (
            "M252 360C232 250 262 150 350 136C372 112 430 104 470 124C500 116 540 140 548 170C582 210 566 300 550"
            " 360C546 320 536 292 520 268"
            "C500 280 470 272 456 252C440 282 400 286 376 264C356 292 318 296 296 280C276 300 262 330 252 360Z"
        )
        s.path(hair, "#16130F")
        s.path(
            "M460 136C500 134 534 160 540 200C560 240 556 290 548 330C540 300 530 276 516 256C530 210 500 160 460 136Z",
            "#4E463C",
        )
        for a, b in (
            ((300, 180), (280, 270)),
            ((340, 156), (336, 268)),
            ((392, 146), (396, 262)),
            ((440, 146), (456, 244)),
        ):
            s.path(lens(*a, *b, 5), "#3A342C")
        s.path("M350 140C340 110 300 104 280 120C306 120 320 134 326 150Z", "#16130F")
    # The red helmet under his arm, the rolled plans in his hand.
    s.path(
        "M96 990C90 880 160 820 250 822C340 824 396 890 392 978C400 984 420 990 426 998C360 1006 200 1004 84 1004C84"
        " 996 90 992 96 990Z",
        RED,
    )
    s.path("M256 822C342 826 396 890 392 978L384 982C360 976 340 972 316 970C340 920 320 856 256 822Z", RED_LIT)
    s.path("M236 822C248 818 262 818 272 822C288 862 290 920 284 972L254 974C258 920 254 862 236 822Z", "#E8705A")
    s.path("M84 1004C180 990 330 984 426 998L424 1012H84Z", RED_DARK)
    s.part(limb((10, 1090), 60, (70, 1010), 46), "#2A3E48", "#7F9AA0", (-6, 6))
    fist(s, SKINS[0], 112, 944, 92, 24)
    s.part(polygon([(590, 560), (650, 548), (712, 1010), (640, 1010)]), "#E4DCC4", "#FFFDF4", (-8, 2))
    s.path(ellipse(620, 555, 31, 12), "#B9AD8C")
    s.path(ellipse(620, 555, 15, 6), "#6E6650")
    s.part(limb((800, 1060), 80, (720, 900), 54), "#39505C", "#7F9AA0", (-7, 6))
    fist(s, SKINS[0], 672, 836, 100, -6, -1)
    return s
