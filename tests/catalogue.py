"""The catalogues: brought up to date from the sources, compiled, and checked to be whole.

    python -m tests.catalogue            checks: in step with the sources, nothing untranslated or fuzzy, .mo as .po
    python -m tests.catalogue --update   runs makemessages, compiles, and prints what is still untranslated

English is translated by hand. Traditional Chinese is made of the same entries by OpenCC, in Hong Kong's characters.
makemessages has no `--check` of its own. It needs xgettext; the other checks need nothing but polib.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("site/locale/en/LC_MESSAGES/django.po")
TRADITIONAL = Path("site/locale/zh_Hant/LC_MESSAGES/django.po")
SOURCES = ("manage.py", "site", "media", "news", "campaigns", "search", "home")
#: Not text: pictures and manuscripts of the demo would only be copied.
UNREAD = shutil.ignore_patterns("__pycache__", "*.pyc", "demo", "static")

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdf]")
Key = tuple[str | None, str, str]


class XgettextMissing(Exception):
    """GNU gettext is not installed."""


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def read(root: Path) -> polib.POFile:
    return polib.pofile(str(root / CATALOGUE), wrapwidth=100)


def make_messages(root: Path) -> None:
    """Run makemessages in `root` for English."""
    if shutil.which("xgettext") is None:
        raise XgettextMissing("没有 xgettext，目录是否跟得上源码没有检查（Debian：apt-get install gettext）。")
    # --no-obsolete: what is gone from the sources is kept by the version history.
    command = [sys.executable, str(root / "manage.py"), "makemessages", "--locale", "en", "--no-obsolete"]
    command += ["--add-location", "file", "--ignore", "tests", "--ignore", "var", "--verbosity", "0"]
    (root / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, cwd=root, check=True, timeout=180)


def freshly_made() -> polib.POFile:
    """What makemessages would make of the sources as they are, made in a copy."""
    with tempfile.TemporaryDirectory(prefix="gongxun-messages-") as folder:
        copy = Path(folder)
        for name in SOURCES:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=UNREAD)
            else:
                shutil.copy(source, copy / name)
        make_messages(copy)
        return read(copy)


def traditional(sources: polib.POFile) -> polib.POFile:
    """The catalogue of traditional Chinese for the entries of another: their Chinese, converted; placeholders stay."""
    from core.chinese.traditional import Conversion

    convert = Conversion("s2hk").text
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {**sources.metadata, "Language": "zh_Hant", "Plural-Forms": "nplurals=1; plural=0;"}
    for entry in sources:
        # What is guessed in English is none the less whole here; gettext would leave it out.
        flags = [flag for flag in entry.flags if flag != "fuzzy"]
        converted = polib.POEntry(
            msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural, flags=flags
        )
        if entry.msgid_plural:
            converted.msgstr_plural = {0: convert(entry.msgid_plural)}
        else:
            converted.msgstr = convert(entry.msgid)
        catalogue.append(converted)
    return catalogue


def save(catalogue: polib.POFile, path: Path) -> None:
    """Write a catalogue and its compiled form beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


def unfinished(catalogue: polib.POFile) -> Iterator[polib.POEntry]:
    """Entries without a translation, or with a guessed one."""
    return (entry for entry in catalogue if not entry.obsolete and (entry.fuzzy or not entry.translated()))


def described(entry: polib.POEntry) -> str:
    places = "、".join(sorted({name for name, _line in entry.occurrences})[:3])
    return f"  {entry.msgid!r}（{places}）"


def problems() -> list[str]:
    """All that is wrong with the catalogue, as lines. Raises XgettextMissing when only that check could not be made."""
    kept = read(ROOT)
    found = [f"未翻译或待核对：\n{described(entry)}" for entry in unfinished(kept)]
    compiled = (ROOT / CATALOGUE).with_suffix(".mo")
    if not compiled.is_file() or compiled.read_bytes() != kept.to_binary():
        found.append("django.mo 不是由 django.po 编译的。")
    wanted = traditional(kept)
    for path, content in ((TRADITIONAL, str(wanted).encode()), (TRADITIONAL.with_suffix(".mo"), wanted.to_binary())):
        if not (ROOT / path).is_file() or (ROOT / path).read_bytes().strip() != content.strip():
            found.append(f"{path} 不是由源码里的中文转换来的。")
    found += [f"占位符对不上：\n{described(entry)}" for entry in kept if not same_placeholders(entry)]
    if found:
        return found
    asked, have = {key_of(entry) for entry in freshly_made()}, {key_of(entry) for entry in kept}
    found += [f"源码里有、目录里没有：{key[1]!r}" for key in sorted(asked - have, key=str)]
    found += [f"目录里有、源码里没有：{key[1]!r}" for key in sorted(have - asked, key=str)]
    return found


def same_placeholders(entry: polib.POEntry) -> bool:
    """Whether the translation fills in the same names; else a page would break in English alone."""
    if "python-format" not in entry.flags:
        return True
    wanted = set(PLACEHOLDER.findall(entry.msgid))
    texts = [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
    # A plural form for one may leave the number out.
    return all(set(PLACEHOLDER.findall(text)) <= wanted for text in texts) and (
        not texts or set().union(*(PLACEHOLDER.findall(text) for text in texts)) == wanted
    )


def update() -> list[polib.POEntry]:
    """Bring the catalogue up to date and compile it. Returns what remains to be translated."""
    make_messages(ROOT)
    catalogue = read(ROOT)
    # Dates of the run would change the file every time.
    catalogue.metadata = {
        "Project-Id-Version": "gongxun",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    save(catalogue, ROOT / CATALOGUE)
    save(traditional(catalogue), ROOT / TRADITIONAL)
    return list(unfinished(catalogue))


def main() -> int:
    sys.path.insert(0, str(ROOT / "site"))
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--update", action="store_true")
    try:
        if cli.parse_args().update:
            waiting = update()
            print(f"{len(read(ROOT))} 条，{len(waiting)} 条待翻译。")
            print("\n".join(map(described, waiting)), end="\n" if waiting else "")
            return 0
        found = problems()
    except XgettextMissing as missing:
        print(missing)
        return 3
    print("\n".join(found) if found else "英文和繁体目录完整，与源码一致。")
    if found:
        print("运行 make messages，译好 site/locale/en 里的空条目，再运行一次（它会重新编译）。")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
