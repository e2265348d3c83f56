"""Heads for portraits, in four flat tones: turned three quarters, from the front, in profile; on 800 x 1000."""

from __future__ import annotations

from dataclasses import dataclass

from tools.illustrations.scene import Scene
from tools.illustrations.shapes import box, disc, ellipse, lens, limb, smooth

Skin = tuple[str, str, str, str]
#: Shadow side, turned plane, base, highlight.
SKINS: tuple[Skin, ...] = (
    ("#5B3523", "#95603E", "#CF9A6C", "#EFCB9B"),
    ("#4F2F22", "#85543A", "#BD875D", "#E3B785"),
    ("#6A4331", "#A97453", "#DFB188", "#F7DCB6"),
    ("#46291C", "#764931", "#A97349", "#D3A06E"),
)
INK = "#1E1410"


@dataclass(frozen=True)
class Face:
    skin: Skin
    width: float = 1
    length: float = 1
    jaw: float = 8
    """How far the jaw stands out."""
    brow: float = 9
    frown: float = 0
    eyes: str = "open"
    """open, narrow (laughing), down."""
    gaze: tuple[float, float] = (0, 0)
    smile: float = 0.5
    teeth: bool = False
    lips: str = "#6A2A20"
    lower_lip: str = ""
    nose: float = 1
    age: float = 0
    stubble: str = ""
    ears: bool = True


def eye(s: Scene, f: Face, x: float, y: float, w: float, *, lit: bool, side: int = 1) -> None:
    """`side`: where its outer corner lies."""
    dx, dy = f.gaze
    a, b = x - 34 * w, x + 36 * w
    if f.eyes == "down":
        sliver = f"M{a} {y}C{x - 16} {y + 22} {x + 18} {y + 22} {b} {y - 2}Z"
        s.path(sliver, "#F5E6CB" if lit else f.skin[3])
        with s.clip(sliver):
            s.path(ellipse(x + 2 + dx * 10, y + 9, 12, 11), INK)
        s.path(
            f"M{a} {y - 2}C{x - 16} {y - 17} {x + 16} {y - 18} {b} {y - 4}C{x + 16} {y + 9} {x - 16} {y + 9} {a}"
            f" {y - 2}Z",
            f.skin[3 if lit else 2],
        )
        s.path(
            f"M{a} {y - 2}C{x - 16} {y + 11} {x + 18} {y + 11} {b} {y - 4}C{x + 16} {y + 4} {x - 14} {y + 4} {a}"
            f" {y - 2}Z",
            INK,
        )
        s.path(lens(a + 4, y - 12, b - 4, y - 14, -9), f.skin[0 if not lit else 1])
        s.path(lens(a + 10, y + 24, b - 10, y + 22, -5), f.skin[0 if not lit else 1])
        return
    if f.eyes == "narrow":
        s.path(
            f"M{a} {y + 6}C{x - 16} {y - 14} {x + 18} {y - 14} {b} {y + 2}C{x + 16} {y + 2} {x - 14} {y + 4} {a}"
            f" {y + 6}Z",
            INK,
        )
        s.path(ellipse(x + dx * 7, y - 3, 9, 7), INK)
        s.path(lens(a + 8, y + 16, b - 8, y + 14, -7), f.skin[0 if not lit else 1])
        return
    s.path(
        f"M{a} {y + 4}C{x - 18 * w} {y - 15} {x + 16 * w} {y - 17} {b} {y}C{x + 16 * w} {y - 5} {x - 14 * w}"
        f" {y - 5} {a} {y + 4}Z",
        INK,
    )
    white = (
        f"M{a + 9} {y + 3}C{x - 10} {y - 8} {x + 14} {y - 8} {b - 8} {y + 1}"
        f"C{x + 14} {y + 13} {x - 10} {y + 14} {a + 9} {y + 3}Z"
    )
    s.path(white, "#F5E6CB" if lit else f.skin[2])
    with s.clip(white):
        s.path(disc(x + 2 + dx * 13, y + dy * 6, 10.5), INK)
        s.path(disc(x + 6 + dx * 13, y - 3 + dy * 6, 2.8), "#FFF6E0")
    s.path(lens(a + 8, y + 20, b - 8, y + 18, -5), f.skin[0 if not lit else 1])


def brow(s: Scene, f: Face, inner: tuple[float, float], outer: tuple[float, float], fill: str = INK) -> None:
    (x1, y1), (x2, y2) = (inner[0], inner[1] + f.frown * 9), outer
    top, t = min(y1, y2) - 12, f.brow
    mx = (x1 + x2) / 2
    s.path(
        f"M{x1} {y1}C{x1} {top - t * 0.2} {mx} {top - t * 0.6} {x2} {y2}C{mx} {top + t * 0.9} {mx} {top + t} {x1}"
        f" {y1 + t}Z",
        fill,
    )


def mouth(s: Scene, f: Face, x: float, y: float, left: float, right: float) -> None:
    m = f.smile * 13
    if f.teeth:
        s.path(
            f"M{left} {y - m}C{x - 20} {y} {x + 20} {y} {right} {y - m}C{x + 26} {y + 34} {x - 26} {y + 34} {left}"
            f" {y - m}Z",
            "#4A1D18",
        )
        s.path(
            f"M{left + 8} {y - m + 5}C{x - 20} {y + 2} {x + 20} {y + 2} {right - 8} {y - m + 5}C{x + 22} {y + 14}"
            f" {x - 22} {y + 14} {left + 8} {y - m + 5}Z",
            "#F7EBD2",
        )
    else:
        upper = (
            f"M{left} {y - m * 0.7}C{x - 32} {y - 10} {x - 14} {y - 13} {x} {y - 7}"
            f"C{x + 14} {y - 13} {x + 34} {y - 10} {right} {y - m}"
        )
        s.path(
            upper
            + f"C{x + 36} {y + 6} {x + 14} {y + 5 + m * 0.3} {x} {y + 5 + m * 0.3}"
            + f"C{x - 20} {y + 5 + m * 0.2} {x - 38} {y + 4} {left} {y - m * 0.7}Z",
            f.lips,
        )
    low = y + (20 if f.teeth else 8)
    fill = f.lower_lip or f.skin[1]
    s.path(
        f"M{left + 22} {low}C{x - 16} {low + 8} {x + 16} {low + 8} {right - 22} {low - 2}C{x + 26} {low + 20}"
        f" {x - 26} {low + 22} {left + 22} {low}Z",
        fill,
    )
    s.path(lens(left - 5, y - 12 - m, left + 3, y + 10 - m, 5), f.skin[0])
    s.path(lens(right - 2, y - 16 - m, right + 5, y + 8 - m, 5), f.skin[1])


def _stubble(s: Scene, f: Face, left: float, right: float, top: float, low: float) -> None:
    marks = []
    for _ in range(190):
        x, y = s.random.uniform(left, right), s.random.uniform(top, low)
        marks.append(lens(x, y, x + 3, y + 8, 1.2))
    s.path("".join(marks), f.stubble, 0.7)


def _turn(s: Scene, f: Face, x: float) -> None:
    """Gouge marks across the turn of the light."""
    marks = []
    for i in range(27):
        y = 205 + i * 15
        marks.append(
            lens(x - s.random.uniform(14, 32), y, x + s.random.uniform(4, 22), y + s.random.uniform(-6, 0), 1.7)
        )
    s.path("".join(marks), f.skin[1], 0.9)


def three_quarter(s: Scene, f: Face) -> None:
    """Turned to the right, light from the right."""
    S, jaw = f.skin, f.jaw
    s.path(smooth([(262, 372), (238, 374), (232, 420), (250, 470), (278, 480), (288, 430)]), S[0])
    s.path(lens(254, 392, 266, 458, 7), S[1])
    head = (
        f"M268 300C276 214 340 176 420 178C506 180 560 236 564 320C566 352 574 372 574 400C574 430 566 448 562 470"
        f"C556 528 {530 + jaw} 576 {490 + jaw} 606C462 626 424 628 {392 - jaw} 606C330 568 288 520 276 446C268 400"
        f" 264 340 268 300Z"
    )
    s.path(head, S[2])
    with s.clip(head):
        s.path(
            "M240 160H352C338 230 336 290 344 336C352 350 384 356 398 372C402 392 372 404 352 410C362 450 372 486"
            " 362 520C372 560 402 590 452 622L420 660H220Z",
            S[0],
        )
        s.path("M352 200C342 262 342 300 350 332C380 338 398 350 404 368C412 396 396 410 366 416"
               "C380 452 390 490 384 524C392 560 420 590 470 606"
               "L440 640C400 610 366 570 358 522C364 486 356 450 346 410C340 380 336 340 334 300Z", S[1])  # fmt: skip
        s.path("M452 352C480 340 530 340 556 356C556 378 548 398 520 402C492 406 464 398 456 384Z", S[1])
        s.path("M440 206C490 210 532 250 540 318C512 300 470 300 444 322C440 280 436 240 440 206Z", S[3])
        s.path("M512 420C540 412 562 424 560 446C554 486 534 500 514 492C498 478 496 436 512 420Z", S[3])
        with s.moved(f"translate(436 360) scale({f.nose}) translate(-436 -360)"):
            s.path("M424 360C420 410 404 446 396 474C404 494 430 500 448 498L456 486C440 470 440 420 446 368Z", S[0])
            s.path("M446 356C446 410 452 440 470 470C472 486 464 494 450 496C440 470 436 420 436 366Z", S[3])
            s.path(
                "M404 486C420 500 440 504 452 500C462 504 472 498 478 486C466 492 458 494 450 492C436 494 420 494"
                " 404 486Z",
                "#3A2116",
            )
        eye(s, f, 366, 392, 1, lit=False)
        eye(s, f, 502, 388, 1.04, lit=True)
        brow(s, f, (406, 352), (312, 366))
        brow(s, f, (458, 348), (556, 352))
        mouth(s, f, 440, 540, 382, 504)
        s.path("M410 588C430 596 456 596 474 588C462 606 424 608 410 588Z", S[1])
        _turn(s, f, 350)
        if f.age > 0.3 or f.smile > 0.7:
            s.path(lens(534, 372, 562, 362, 2.6) + lens(536, 384, 566, 384, 2.6) + lens(534, 396, 562, 404, 2.6), S[1])
            s.path(lens(478, 486, 520, 540, -5) + lens(402, 488, 376, 536, 3), S[1])
        if f.age > 0.6:
            s.path(lens(380, 262, 530, 258, -4) + lens(376, 286, 536, 282, -4) + lens(392, 238, 512, 236, -3), S[1])
            s.path(
                lens(474, 410, 530, 420, -4)
                + lens(480, 420, 526, 434, -4)
                + lens(540, 470, 520, 570, 4)
                + lens(340, 410, 392, 416, -3),
                S[1],
            )
            s.path(lens(380, 470, 366, 540, 3) + lens(430, 350, 436, 326, 2) + lens(446, 350, 450, 328, 2), S[0])
        if f.stubble:
            _stubble(s, f, 366, 540, 500, 622)


def front(s: Scene, f: Face) -> None:
    """Looks at us; light from the right."""
    S, j = f.skin, f.jaw
    for side in (-1, 1) if f.ears else ():
        x = 400 + side * 152
        s.path(ellipse(x, 408, 24, 46), S[0] if side < 0 else S[2])
        s.path(lens(x + side * 4, 378, x, 436, side * 8), S[1])
    head = (
        f"M400 176C298 176 250 240 250 330C248 396 254 444 {264 - j * 0.6} 484C{272 - j} 548 {346 - j} 618 400 624"
        f"C{454 + j} 618 {528 + j} 548 {536 + j * 0.6} 484C546 444 552 396 550 330C550 240 502 176 400 176Z"
    )
    s.path(head, S[2])
    with s.clip(head):
        s.path(
            "M220 150H330C312 230 306 290 314 338C330 350 366 356 382 366C386 392 352 404 322 408C326 452 340 490"
            " 330 524C344 572 374 600 400 640H220Z",
            S[0],
        )
        s.path("M330 186C316 250 312 300 320 334C350 336 384 346 390 366C394 396 366 412 336 414"
               "C348 452 358 490 352 522C360 560 384 592 420 610L400 640"
               "C360 610 336 570 330 522C338 486 326 450 318 410C310 380 306 340 306 300Z", S[1])  # fmt: skip
        s.path("M414 354C440 342 500 342 524 358C524 380 510 400 474 402C440 402 420 392 414 384Z", S[1])
        s.path("M412 204C470 206 514 246 524 316C492 300 444 298 414 318C408 280 408 240 412 204Z", S[3])
        s.path("M470 424C500 412 526 424 524 448C518 486 496 500 474 490C456 476 454 436 470 424Z", S[3])
        with s.moved(f"translate(400 360) scale({f.nose}) translate(-400 -360)"):
            s.path("M386 362C384 410 370 444 362 472C368 492 392 500 404 500L408 366Z", S[0])
            s.path("M400 360C398 410 400 440 404 474C412 490 426 488 432 474C424 450 416 410 414 362Z", S[3])
            s.path(
                "M366 484C380 498 392 502 402 500C414 502 424 498 434 484C424 490 412 492 402 490C390 492 378 490"
                " 366 484Z",
                "#3A2116",
            )
        eye(s, f, 332, 392, 1, lit=False, side=-1)
        eye(s, f, 468, 392, 1, lit=True)
        brow(s, f, (374, 352), (282, 364))
        brow(s, f, (426, 352), (518, 364))
        mouth(s, f, 400, 544, 344, 458)
        s.path("M372 588C390 596 412 596 430 588C420 606 384 606 372 588Z", S[1])
        _turn(s, f, 322)
        if f.age > 0.3 or f.smile > 0.7:
            s.path(
                lens(506, 374, 536, 364, 2.6)
                + lens(508, 386, 540, 388, 2.6)
                + lens(444, 488, 480, 540, -5)
                + lens(356, 488, 324, 540, 4),
                S[1],
            )
        if f.stubble:
            _stubble(s, f, 320, 500, 510, 620)


def profile(s: Scene, f: Face) -> None:
    """Looks to the right, into the light."""
    S, j = f.skin, f.jaw
    head = (
        "M236 330C232 220 310 166 416 170C500 174 548 216 558 280C562 304 558 318 564 336C568 348 562 358 558 370"
        "C562 384 570 396 580 420"
        f"L602 456C610 470 604 482 580 486C572 490 572 496 576 502C588 508 594 516 590 526L574 534C588 540 590 552"
        f" 580 560C572 566 572 574 {580 + j} 588"
        f"C{590 + j} 616 566 640 534 636C486 634 440 612 408 574L300 540C258 480 238 410 236 330Z"
    )
    s.path(head, S[2])
    with s.clip(head):
        s.path(
            "M200 150H400C384 240 392 320 404 372C414 430 420 480 412 520C436 566 480 606 540 630L520 670H200Z", S[1]
        )
        s.path("M200 150H330C320 260 330 360 352 430C370 490 380 530 396 560C430 604 480 630 530 650H200Z", S[0])
        s.path("M470 196C520 206 546 246 552 300C530 320 500 322 478 314C470 280 466 240 470 196Z", S[3])
        s.path("M470 420C500 404 536 414 542 440C536 480 508 500 484 490C462 474 454 440 470 420Z", S[3])
        s.path("M558 372C566 396 584 430 598 456C604 470 598 478 580 480C566 460 556 420 552 384Z", S[3])
        s.path("M548 470C560 462 572 466 580 484C568 488 556 486 548 470Z", S[1])
        s.path("M556 476C564 474 572 478 576 486C568 488 560 486 556 476Z", "#3A2116")
        s.path("M496 358C520 346 548 350 560 362L556 392C536 404 510 402 496 388Z", S[1])
        if f.eyes == "down":
            s.path("M508 388C522 376 544 376 556 386C548 398 524 402 508 388Z", S[2])
            s.path("M506 388C522 402 546 402 560 386C546 394 524 394 506 388Z", INK)
        else:
            s.path("M508 390C522 372 546 372 556 380L552 392C538 396 522 396 508 390Z", "#F5E6CB")
            s.path("M506 390C522 370 546 370 560 378C546 376 526 378 506 390Z", INK)
            s.path(ellipse(546, 385, 7, 9.5), INK)
            s.path(disc(548, 382, 2.4), "#FFF6E0")
        s.path(lens(510, 408, 548, 406, -5), S[1])
        s.path(
            f"M476 {358 - f.brow}C506 {336 - f.brow} 544 {336 - f.brow} 568 {346 + f.frown * 6}C544 350 510 {346}"
            f" 476 {358 - f.brow}Z",
            INK if f.age < 0.6 else "#A39B8A",
        )
        s.path("M590 527C574 530 554 534 540 542C556 544 572 542 584 540Z", f.lips)
        s.path("M586 540C572 544 560 546 552 548C562 562 576 564 582 558Z", f.lower_lip or S[1])
        s.path(lens(536, 530, 542, 556, 4), S[1])
        if f.age > 0.3:
            s.path(
                lens(498, 376, 470, 366, 2.6)
                + lens(496, 386, 466, 386, 2.6)
                + lens(498, 396, 470, 406, 2.6)
                + lens(540, 484, 524, 544, 5),
                S[1],
            )
        if f.age > 0.6:
            s.path(
                lens(470, 250, 550, 262, -4)
                + lens(474, 276, 556, 286, -4)
                + lens(480, 298, 556, 308, -3)
                + lens(500, 412, 546, 420, -4),
                S[1],
            )
            s.path(lens(500, 500, 488, 590, 4) + lens(450, 470, 470, 560, 4), S[0])
        if f.stubble:
            _stubble(s, f, 430, 580, 500, 632)
        _turn(s, f, 400)
    s.path(
        smooth([(352, 372), (330, 384), (330, 430), (350, 470), (376, 478), (386, 440), (396, 400), (384, 372)]), S[1]
    )
    s.path(smooth([(356, 388), (344, 400), (346, 436), (362, 460), (370, 436), (382, 404)]), S[0])


# Bodies and hands ----------------------------------------------------------------------------------------------------
def neck(s: Scene, f: Face, x: float = 0, thin: float = 0) -> None:
    S = f.skin
    with s.moved(f"translate({x} 0)"):
        a, b = 322 + thin, 498 - thin
        s.path(f"M{a} 560C{a + 4} 640 {a - 2} 690 280 750L410 850L540 740C504 700 494 640 {b} 560Z", S[1])
        s.path(f"M{a} 540C{a + 4} 640 {a - 2} 690 280 750L396 830C392 740 400 690 470 634L430 600Z", S[0])


def torso(s: Scene, base: str, lit: str, collar: str, inner: str, *, broad: float = 1, drop: float = 0) -> None:
    with s.moved(f"translate(400 {drop}) scale({broad} 1) translate(-400 0)"):
        s.path("M10 1010C30 870 100 806 280 742L400 800L520 730C700 786 772 860 792 1010Z", base)
        s.path("M520 730C700 786 772 860 792 1010H650C650 900 604 820 500 770Z", lit)
        s.path("M290 726L400 800L524 712L566 756L420 900L244 762Z", collar)
        s.path("M330 766L400 806L486 742L420 892Z", inner)


def fist(s: Scene, skin: Skin, x: float, y: float, size: float, turn: float = 0, flip: int = 1) -> None:
    """A hand closed around something upright; its fingers look to the left unless flipped."""
    with s.moved(f"translate({x} {y}) rotate({turn}) scale({flip * size / 100} {size / 100})"):
        s.path(smooth([(-52, -58), (40, -66), (66, -30), (66, 40), (40, 72), (-48, 64), (-62, 0)]), skin[2])
        with s.clip(smooth([(-52, -58), (40, -66), (66, -30), (66, 40), (40, 72), (-48, 64), (-62, 0)])):
            s.path(box(34, -80, 60, 180), skin[1])
        for i in range(4):
            s.path(limb((-40, -44 + i * 30), 17, (8, -46 + i * 30), 15), skin[2])
            s.path(lens(-58, -29 + i * 30, 14, -31 + i * 30, 4), skin[0])
            s.path(lens(-54, -52 + i * 30, -20, -56 + i * 30, 4), skin[3])
        s.path(limb((44, -30), 20, (-6, -70), 15), skin[2])
        s.path(lens(30, -44, -12, -78, 4), skin[3])


def pinch(s: Scene, skin: Skin, x: float, y: float, size: float, turn: float = 0, flip: int = 1) -> None:
    """Thumb and forefinger meet at (x, y); the hand lies to the right of it unless flipped."""
    with s.moved(f"translate({x} {y}) rotate({turn}) scale({flip * size / 100} {size / 100})"):
        s.path(limb((190, 14), 48, (270, 40), 44), skin[1])
        for i, (a, b) in enumerate(((70, 40), (78, 58), (88, 74))):
            s.path(limb((130, 18 + i * 16), 22, (a, b), 15), skin[1])
            s.path(limb((a, b), 15, (a + 28, b + 16), 13), skin[1])
        s.path(smooth([(90, -40), (150, -60), (220, -30), (230, 50), (180, 90), (110, 70)]), skin[2])
        with s.clip(smooth([(90, -40), (150, -60), (220, -30), (230, 50), (180, 90), (110, 70)])):
            s.path(smooth([(150, -80), (260, -80), (260, 120), (120, 120), (170, 60), (190, 0)]), skin[1])
        s.path(limb((120, -34), 22, (58, -50), 17) + limb((58, -50), 17, (4, -8), 10), skin[2])
        s.path(limb((130, 30), 23, (66, 26), 18) + limb((66, 26), 18, (6, 6), 11), skin[2])
        s.path(lens(110, -52, 56, -64, 5) + lens(50, -60, 6, -16, 4), skin[3])
        s.path(lens(120, 44, 60, 42, -5) + lens(56, 40, 8, 14, -4), skin[0])
