"""`python -m tools.illustrations NAME… --to FOLDER`: draws the named pictures, or all of them, as image files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.illustrations.catalogue import DRAWN, cards
from tools.illustrations.printing import printed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.illustrations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="library, portrait-crane, …; none means all")
    parser.add_argument("--to", type=Path, default=Path("home/demo/pictures"), metavar="FOLDER")
    parser.add_argument("--svg", action="store_true", help="writes the drawing itself beside the picture")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(DRAWN):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(DRAWN)}")
    wanted.to.mkdir(parents=True, exist_ok=True)
    for name, card in cards().items():
        if wanted.names and name not in wanted.names:
            continue
        scene = DRAWN[name]()
        if wanted.svg:
            (wanted.to / f"{name}.svg").write_text(scene.svg(), encoding="utf-8")
        content = printed(scene, card)
        (wanted.to / card.file).write_bytes(content)
        sys.stdout.write(f"{card.file}: {scene.width} x {scene.height}, {len(content) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
