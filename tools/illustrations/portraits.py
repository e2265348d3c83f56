"""Four portraits: crane driver, teacher, cook, street sweeper."""

from __future__ import annotations

from tools.illustrations.faces import SKINS, Face, fist, front, neck, three_quarter, torso
from tools.illustrations.scene import RED, RED_DARK, RED_LIT, Scene
from tools.illustrations.shapes import disc, ellipse, lens, limb, polygon, smooth
from tools.illustrations.things import pendant


def sheet(ground: str, seed: int) -> Scene:
    return Scene(800, 1000, ground, seed=seed, light=(800, 300))


def crane() -> Scene:
    s = sheet("#B7BDB0", 161)
    s.halo(150, 300, [900, 720, 560, 420, 290, 180], ["#B0B8AE", "#BFC4B4", "#CFD0BA", "#DFDCC0", "#EEE6C8", "#FAF1D8"])
    # The port far below, seen through the cab's glass.
    s.rect(0, 560, 800, 440, "#8FA09C")
    s.gouges(120, (0, 560, 800, 760), "#F6F1DC", (30, 110), (1, 2.4), -0.06, 0.03)
    for row in range(3):
        for i in range(9):
            x, y = -60 + i * 104 + row * 30, 700 + row * 62
            fill = (
                RED
                if (row, i) == (0, 1)
                else ("#6E8078", "#A39B78", "#5E706C", "#B9B08C", "#7C8A86")[(i + row * 2) % 5]
            )
            s.poly([(x, y), (x + 94, y - 8), (x + 94, y + 40), (x, y + 48)], fill)
            s.poly(
                [(x, y), (x + 94, y - 8), (x + 110, y - 22), (x + 16, y - 14)], RED_LIT if fill == RED else "#D6D0B0"
            )
    s.truss((40, 640), (60, -20), 40, "#7C8A86", 4, 11)
    s.line([(150, 0), (164, 700)], "#5E706C", 3)
    s.line([(200, 0), (206, 696)], "#5E706C", 3)
    for a, b, width in (((0, 40), (800, 10), 26), ((300, 0), (240, 1000), 16), ((0, 600), (800, 560), 10)):
        s.line([a, b], "#3F4E4E", width)
    s.poly([(640, 0), (800, 0), (800, 1000), (690, 1000)], "#34423F")
    s.poly([(640, 0), (654, 0), (704, 1000), (690, 1000)], "#DDD9BC")
    f = Face(
        SKINS[0], width=0.95, length=0.98, jaw=-2, brow=7, eyes="down", smile=0.35, lips="#7A3228", lower_lip="#B5604A"
    )
    with s.moved("translate(818 6) scale(-1 1)"):
        neck(s, f, thin=6)
        torso(s, "#2C444C", "#4E6E74", "#22363D", "#D9CFB4", broad=0.94, drop=10)
        s.path("M150 850L262 772L300 1010H120Z", "#D9CB9A")
        s.path("M640 830L556 764L560 1010H690Z", "#F3E6BC")
        with s.moved("translate(0 46) rotate(9 410 520) translate(418 400) scale(0.95 0.98) translate(-418 -400)"):
            # Her plait falls behind the ear to the shoulder.
            s.path(
                smooth(
                    [(250, 330), (226, 440), (232, 560), (250, 690), (284, 700), (296, 600), (290, 480), (300, 380)]
                ),
                "#15110E",
            )
            for i in range(7):
                s.path(lens(238, 500 + i * 28, 288, 484 + i * 28, 4), "#4A4036")
            three_quarter(s, f)
            s.path(
                "M262 330C262 300 288 276 350 262C324 300 304 330 296 380C286 420 286 450 280 470C260 430 252 380"
                " 262 330Z",
                "#15110E",
            )
            shell = (
                "M222 300C214 170 300 84 424 86C548 88 614 172 608 290C614 300 642 306 652 318C600 320 500 272 404 276"
                "C330 280 262 304 206 322C206 310 214 304 222 300Z"
            )
            s.path(shell, "#E0B94E")
            s.path("M430 86C548 88 614 172 608 290L600 292C560 280 530 276 500 272C540 226 520 130 430 86Z", "#F4DC8C")
            s.path("M404 86C420 82 440 82 452 86C470 140 474 214 466 272L430 272C436 206 430 140 404 86Z", "#C79A35")
            s.path(
                "M206 322C262 304 330 280 404 276C500 272 600 320 652 318L650 330C590 334 500 290 404 292C330 296"
                " 262 320 210 334Z",
                "#94701F",
            )
            s.part(ellipse(262, 424, 36, 54), "#1E2A2C", "#D9CFB4", (-6, 3))
            s.stroke("M262 376C262 300 300 262 340 262", "#1E2A2C", 13)
            s.stroke("M264 474C290 540 330 570 392 566", "#1E2A2C", 9, True)
            s.path(ellipse(402, 564, 24, 13), "#1E2A2C")
    # Hand on the lever.
    s.part(polygon([(70, 1010), (86, 830), (118, 830), (134, 1010)]), "#1E2A2C", "#F6E9C8", (5, 3))
    s.part(limb((330, 1060), 66, (140, 900), 46), "#22363D", "#F3E6BC", (6, 7))
    fist(s, SKINS[0], 104, 836, 92, -8)
    return s


def teacher() -> Scene:
    s = sheet("#33473F", 162)
    s.halo(690, 220, [760, 600, 460, 330, 210], ["#394E45", "#43594E", "#53695A", "#6E8068", "#97A07A"])
    # The board: a gear drawn with compass and ruler.
    chalk = "#DCE3CC"
    s.gouges(110, (0, 0, 800, 720), "#4A6054", (60, 200), (2, 5), -0.2, 0.1, None, 0.7)
    for r, width in ((150, 4), (118, 3), (52, 4)):
        s.ring(140, 260, r, chalk, width)
    for i in range(12):
        with s.moved(f"rotate({i * 30} 140 260)"):
            s.line([(124, 112), (130, 90), (150, 90), (156, 112)], chalk, 4)
    s.line([(-20, 260), (330, 260)], chalk, 2)
    s.line([(140, 60), (140, 460)], chalk, 2)
    s.text("m=2  z=12", 560, 96, 40, chalk, serif=True)
    s.line([(560, 130), (770, 130)], chalk, 2)
    s.line([(560, 118), (560, 142)], chalk, 2)
    s.rect(0, 700, 800, 20, "#8A6C40")
    s.rect(0, 720, 800, 280, "#2A3A34")
    f = Face(
        SKINS[2],
        width=0.97,
        length=0.97,
        jaw=-6,
        brow=6,
        gaze=(0.15, 0),
        smile=0.85,
        teeth=True,
        lips="#7A2E28",
        lower_lip="#B85E50",
        age=0.4,
        ears=False,
    )
    turn = "translate(0 34) rotate(-5 400 500)"
    with s.moved(turn):
        s.path(
            "M244 320C230 200 300 140 400 140C500 140 570 200 556 320L566 560C560 620 520 640 490 636L310 636C280"
            " 640 240 620 234 560Z",
            "#231A15",
        )
    neck(s, f, x=-10, thin=10)
    s.path("M10 1010C30 880 100 816 280 752L400 830L520 752C700 816 772 880 792 1010Z", "#6C4E3A")
    s.path("M520 752C700 816 772 880 792 1010H640C640 910 604 840 520 790Z", "#94704E")
    s.path("M280 752L330 726L400 830L300 1010H236Z", "#543A2A")
    s.path("M520 752L470 726L400 830L500 1010H566Z", "#B58A60")
    s.path("M330 736L400 830L470 736L490 1010H310Z", "#EFE6D0")
    s.line([(400, 840), (400, 1000)], "#C9BC9C", 4)
    for y in (880, 950):
        s.path(disc(408, y, 6), "#A89A78")
    with s.moved(turn):
        with s.moved("translate(400 400) scale(0.97) translate(-400 -400)"):
            front(s, f)
        s.path(
            "M250 420C236 300 250 150 400 146C550 150 566 300 548 420C546 340 520 290 470 262C430 286 340 300 286"
            " 316C262 340 254 380 250 420Z",
            "#231A15",
        )
        s.path("M236 420C240 520 240 590 262 630C290 640 296 600 284 540C266 480 262 430 262 380Z", "#231A15")
        s.path("M564 420C560 520 560 590 538 630C510 640 504 600 516 540C534 480 538 430 538 380Z", "#231A15")
        s.path("M440 160C500 166 540 220 548 310C530 270 490 236 452 214Z", "#5E4C3E")
        s.path(lens(545, 440, 540, 600, 8), "#5E4C3E")
        for x in (334, 464):
            s.ring(x, 394, 55, "#2A1C14", 8)
        s.stroke("M388 388C394 380 404 380 410 388", "#2A1C14", 8)
        s.path(lens(488, 360, 508, 424, 6), "#FFF6E0", 0.6)
    # The red set square in her hand.
    s.path(polygon([(110, 640), (110, 960), (330, 960)]), RED)
    s.path(polygon([(110, 640), (110, 960), (122, 960), (122, 664)]), RED_LIT)
    s.path(polygon([(150, 770), (150, 916), (252, 916)]), "#543A2A")
    for i in range(9):
        s.line([(122, 700 + i * 28), (134 if i % 2 else 142, 700 + i * 28)], "#FBE3C0", 3)
    s.part(limb((150, 1060), 70, (226, 960), 52), "#6C4E3A", "#B58A60", (-6, 6))
    fist(s, SKINS[2], 240, 916, 92, 62, -1)
    return s


def chef() -> Scene:
    s = sheet("#4A3526", 163)
    s.halo(640, 250, [800, 640, 490, 360, 240], ["#57402D", "#6E5138", "#8C6A47", "#B18A5C", "#DAB47C"])
    # Pans on a rail, steamers, a lamp.
    s.rect(0, 96, 800, 12, "#241810")
    for i, x in enumerate((60, 150, 700)):
        s.line([(x, 108), (x, 170)], "#241810", 7)
        s.part(
            smooth(
                [
                    (x - 46, 170),
                    (x + 46, 170),
                    (x + 56, 216),
                    (x + 40, 262 + i * 8),
                    (x - 40, 262 + i * 8),
                    (x - 56, 216),
                ]
            ),
            "#241810",
            "#DAB47C",
            (-5, 4),
        )
    pendant(s, 600, 84, 150, "#241810", "#FFF3D0")
    for i in range(4):
        y = 640 - i * 70
        s.part(polygon([(0, y), (150, y), (150, y + 66), (0, y + 66)]), "#A9803F", "#F3D9A0", (-5, 4))
        s.line([(0, y + 34), (150, y + 34)], "#6E4F24", 4)
    s.rect(0, 708, 800, 300, "#3A2A1D")
    for i in range(4):
        x = 640 + i * 40
        s.path(
            smooth([(x, 700), (x - 26, 600), (x + 18, 500), (x - 8, 400), (x + 26, 500), (x - 6, 600)]), "#F6E8C8", 0.45
        )
    f = Face(SKINS[1], width=1.1, length=0.94, jaw=26, brow=13, eyes="narrow", smile=1, teeth=True, nose=1.12, age=0.5)
    neck(s, f, thin=-24)
    torso(s, "#DCD2B4", "#FBF4DE", "#C6BA98", "#B9A884", broad=1.08, drop=16)
    for y in (900, 966):
        s.path(disc(340, y, 10) + disc(470, y - 6, 10), "#8C7A54")
    s.path(
        "M268 744C320 800 370 824 410 826C460 820 510 780 548 730L566 772C520 836 460 868 410 872C350 868 290 830"
        " 250 784Z",
        RED,
    )
    s.path("M410 826C460 820 510 780 548 730L566 772C530 820 480 856 430 870Z", RED_LIT)
    s.path("M388 850L436 850L470 960L414 930L372 968Z", RED_DARK)
    with s.moved("translate(-6 50) translate(418 400) scale(1.1 0.94) translate(-418 -400)"):
        s.path("M262 300C250 350 252 400 262 440C280 400 286 350 300 310Z", "#2A211B")
        three_quarter(s, f)
        s.path("M552 290C566 320 572 350 570 384C560 350 550 320 538 300Z", "#4A3D32")
        s.path(
            "M400 512C420 500 436 502 446 510C460 500 484 500 500 514C486 526 462 526 446 520C430 528 412 526 400 512Z",
            "#2A211B",
        )
    # The tall hat.
    s.path(
        "M222 318C200 250 150 200 176 130C196 70 262 70 290 96C320 30 420 10 470 60C520 20 620 40 628 110C650 170"
        " 620 240 606 318C500 270 330 270 222 318Z",
        "#E4DAC0",
    )
    s.path(
        "M470 60C520 20 620 40 628 110C650 170 620 240 606 318C580 306 548 296 514 290C560 220 540 120 470 60Z",
        "#FFFBEC",
    )
    for a, b in (((300, 110), (312, 270)), ((380, 80), (384, 262)), ((556, 120), (538, 276))):
        s.path(lens(*a, *b, 9), "#BFB394")
    s.path("M220 314C330 262 500 262 608 314L602 366C500 318 330 318 226 366Z", "#F6EFD9")
    s.path("M480 276C530 284 574 296 608 314L602 366C560 346 520 336 476 330Z", "#FFFFFF")
    # The ladle on his shoulder.
    s.part(limb((700, 980), 13, (704, 560), 10), "#8C8676", "#FFF6E0", (-4, 2))
    s.part(
        smooth([(640, 470), (650, 560), (704, 590), (758, 560), (768, 470), (704, 452)]), "#7A7466", "#FFF6E0", (-7, 5)
    )
    s.path(ellipse(704, 470, 62, 15), "#4A4438")
    s.part(limb((800, 1060), 74, (730, 930), 54), "#DCD2B4", "#FFFBEC", (-7, 6))
    fist(s, SKINS[1], 706, 876, 104, 4, -1)
    return s


def sanitation() -> Scene:
    s = sheet("#D9C69C", 164)
    s.halo(130, 420, [900, 720, 560, 410, 280, 170], ["#D6C296", "#E0CDA4", "#E9D8B2", "#F1E3C2", "#F8EED4", "#FFF8E6"])
    s.halo(130, 420, [96], ["#FFFDF2"])
    # The avenue at daybreak: planes, lamps, a cart.
    for i, (x, k) in enumerate(((30, 0.6), (130, 0.45), (760, 1.3), (640, 0.9), (560, 0.66))):
        fill = ("#C9AE78", "#D3BC8A", "#A0814E", "#B5965F", "#C2A670")[i]
        s.rect(x - 9 * k, 420, 18 * k, 360, "#8C7448" if k > 1 else "#B09866")
        s.path(
            smooth(
                [
                    (x - 120 * k, 470),
                    (x - 140 * k, 330),
                    (x - 40 * k, 200),
                    (x + 70 * k, 210),
                    (x + 140 * k, 350),
                    (x + 110 * k, 470),
                ]
            ),
            fill,
        )
        s.gouges(36, (x - 100 * k, 240, x + 100 * k, 450), "#F1DDAA", (14, 40), (1.5, 4), -0.8, 0.4)
    s.rect(0, 720, 800, 280, "#BFA46C")
    s.gouges(70, (0, 724, 800, 1000), "#8C7448", (20, 80), (1, 3), 0, 0.1)
    s.gouges(60, (0, 730, 800, 1000), "#C98642", (10, 26), (3, 6), 0.2, 0.6)
    f = Face(
        SKINS[3],
        width=0.9,
        length=1.07,
        jaw=0,
        brow=8,
        eyes="open",
        gaze=(0.3, -0.7),
        smile=0.6,
        nose=1.12,
        age=1,
        stubble="#D8D2C2",
    )
    with s.moved("translate(800 0) scale(-1 1)"):
        neck(s, f, thin=18)
        torso(s, "#8C6A3A", "#B58E52", "#6E5028", "#D9CFB4", broad=0.92, drop=24)
        s.path("M120 880L262 792L322 1010H96Z", "#EFE2B4")
        s.path("M676 866L556 784L520 1010H716Z", "#FFF6D6")
        s.path("M130 930L312 930L316 962L120 962Z", "#6E5028")
        s.path("M524 930L700 930L706 962L520 962Z", "#8C6A3A")
        with s.moved("translate(0 62) rotate(-9 410 520) translate(418 400) scale(0.9 1.07) translate(-418 -400)"):
            three_quarter(s, f)
            s.path("M264 310C252 350 256 400 264 432C276 400 282 350 298 310Z", "#CFC8B6")
            s.path("M552 296C566 320 572 346 570 372C560 350 550 320 538 304Z", "#F1ECDC")
            s.path("M392 590C420 612 470 612 500 588C494 640 470 668 444 670C416 668 396 636 392 590Z", "#D8D2C2")
            s.path("M446 600C470 602 490 596 500 588C494 640 470 668 444 670Z", "#F6F1E4")
            # A hat of straw, plaited.
            crown = "M262 300C262 190 330 130 420 130C510 130 572 190 570 296C480 262 350 266 262 300Z"
            s.path(crown, "#C9A35A")
            s.path("M430 130C512 132 572 190 570 296C556 290 540 286 522 282C534 220 500 160 430 130Z", "#F0D79A")
            s.path(
                "M130 336C180 290 300 262 420 258C540 256 660 280 720 320C640 318 540 300 420 304C300 308 200 330"
                " 130 336Z",
                "#D9B566",
            )
            s.path("M420 258C540 256 660 280 720 320C660 316 590 308 520 304C500 286 470 270 420 258Z", "#F6E3B0")
            s.path(
                "M130 336C200 330 300 308 420 304C540 300 640 318 720 320C640 340 540 322 420 326C300 330 210 350"
                " 130 336Z",
                "#8C6A2E",
            )
            for i in range(13):
                s.path(lens(290 + i * 21, 160 + abs(i - 6) * 14, 280 + i * 23, 276, 3), "#94732F")
            s.path("M262 280C350 246 480 244 570 276L570 298C480 262 350 266 262 302Z", RED)
            s.path("M480 250C512 256 544 264 570 276L570 298C544 284 514 278 484 272Z", RED_LIT)
    # Hands one over the other on the broom's handle.
    s.part(limb((340, 1010), 17, (352, 800), 17), "#7A5A2C", "#F6E3B0", (5, 3))
    s.part(limb((700, 1090), 84, (470, 960), 50), "#6E5028", "#B58E52", (5, 6))
    s.part(limb((60, 1100), 74, (220, 1010), 52), "#6E5028", "#FFF3CE", (5, 7))
    fist(s, SKINS[3], 362, 900, 100, -4, -1)
    fist(s, SKINS[3], 334, 1004, 100, 8)
    return s
