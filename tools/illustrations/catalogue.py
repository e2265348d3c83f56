"""Which pictures there are: what draws each, and the card that goes into its file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.illustrations import care, children, evenings, pauses, portraits, portraits_more, watches, workshops, yards
from tools.illustrations.scene import Scene

CARDS = Path(__file__).with_name("cards.toml")
DRAWN: dict[str, Callable[[], Scene]] = {
    "library": evenings.library,
    "choir": evenings.choir,
    "basketball": evenings.basketball,
    "tugofwar": evenings.tugofwar,
    "courier-rest": pauses.courier_rest,
    "cooldrinks": pauses.cooldrinks,
    "truckstop": pauses.truckstop,
    "plc": yards.plc,
    "tunnel": yards.tunnel,
    "shipyard": yards.shipyard,
    "greenhouse": workshops.greenhouse,
    "sewing": workshops.sewing,
    "ceramics": workshops.ceramics,
    "mediation": care.mediation,
    "hotline": care.hotline,
    "daycare": children.daycare,
    "bloodpressure": care.bloodpressure,
    "railnight": watches.railnight,
    "inspection": watches.inspection,
    "pumphouse": watches.pumphouse,
    "portrait-crane": portraits.crane,
    "portrait-teacher": portraits.teacher,
    "portrait-chef": portraits.chef,
    "portrait-sanitation": portraits.sanitation,
    "portrait-fitter": portraits_more.fitter,
    "portrait-busdriver": portraits_more.busdriver,
    "portrait-seamstress": portraits_more.seamstress,
    "portrait-engineer": portraits_more.engineer,
}


@dataclass(frozen=True)
class Card:
    file: str
    title: str
    caption: str
    alt: str
    keywords: list[str]
    date: str
    by: str
    credit: str
    rights: str
    city: str
    district: str
    country: str


def cards() -> dict[str, Card]:
    """By the picture's name, in the order of the file."""
    with CARDS.open("rb") as file:
        found = tomllib.load(file)
    return {name: Card(**found["all"], **card) for name, card in found["pictures"].items() if name in DRAWN}
