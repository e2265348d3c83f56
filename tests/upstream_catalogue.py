"""The Chinese of the packages' interface: what their own catalogues lack stands, whole, in site/locale_upstream.

    python -m tests.upstream_catalogue            checks: no string of an installed package without Chinese, .mo as .po
    python -m tests.upstream_catalogue --update   adds what an upgrade brought, drops what it took away, and compiles

Strings are found where the packages keep them: in their English catalogues (JavaScript's in those alone), in the
gettext calls of their Python files, and in their templates. Needs no network and no xgettext.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "site" / "locale_upstream" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
#: Says of an entry that no package asks for it by gettext: words of theirs that core.upstream makes translatable.
OURS = "不在上游的目录里：上游写死的字，或没有起的名称"
#: What nobody sees on a screen.
LEFT_OUT = re.compile(r"/(?:tests?|migrations|locale|project_template|node_modules)/")
#: By the name of the function: how many of its arguments are text, and whether the first is a context.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1, False)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (2, False)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (2, True)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (3, True)),
}
LITERAL = r"""(?:u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))"""
#: What Django makes of a template: pseudo-Python with gettext calls.
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?(?:\s*,\s*({LITERAL}))?", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")

#: Filled in by their order.
BARE = frozenset({"%s", "%d", "%r", "{}"})

Key = tuple[str | None, str, str]  # context, singular, plural


def installed() -> dict[Path, str]:
    """Folders of the installed applications that are not ours, each with its name as a path below site-packages."""
    from django.apps import apps

    return {
        Path(config.path): config.name.replace(".", "/")
        for config in apps.get_app_configs()
        if "site-packages" in Path(config.path).parts
    }


def other_applications(path: Path) -> set[Path]:
    """Applications inside the folder of another one that are not installed, like wagtail.contrib.styleguide."""
    return {file.parent for file in path.rglob("apps.py") if file.parent != path}


# What the packages say ---------------------------------------------------------------------------------------------
def wanted(domain: str) -> dict[Key, str]:
    """Every string of the installed packages, each with the package that has it."""
    strings: dict[Key, str] = {}
    folders = installed()
    for path, name in folders.items():
        for key in catalogue_keys(path / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"):
            strings.setdefault(key, name)
    if domain == "django":
        import django

        for key in catalogue_keys(Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"):
            strings.setdefault(key, "django")
        for path, name in folders.items():
            # wagtail_localize.locales builds on wagtail.locales, which is not installed.
            strangers = other_applications(path) - set(folders) - {path / "locales"}
            for key in source_keys(path, strangers | set(folders) - {path}):
                strings.setdefault(key, name)
    # Of one text with and without a plural, the one with a plural serves both.
    plural = {key[:2] for key in strings if key[2]}
    return {key: name for key, name in strings.items() if key[2] or key[:2] not in plural}


def catalogue_keys(path: Path) -> Iterator[Key]:
    if path.is_file():
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield key_of(entry)


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def source_keys(path: Path, strangers: Iterable[Path]) -> Iterator[Key]:
    """Strings in the Python files and templates of an application, without those of the folders `strangers`."""
    outside = tuple(f"{folder}/" for folder in strangers if path in folder.parents)
    for file in path.rglob("*"):
        name = str(file)
        if file.suffix not in {".py", ".html", ".txt"} or LEFT_OUT.search(name) or name.startswith(outside):
            continue
        if file.suffix == ".py":
            yield from python_keys(file.read_text(encoding="utf-8"))
        elif "/templates/" in name:
            yield from template_keys(file.read_text(encoding="utf-8"))


def python_keys(source: str) -> Iterator[Key]:
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from call_key(name, texts)


def template_keys(source: str) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    if "trans" in source or "_(" in source:
        for name, *literals in IN_TEMPLATE.findall(templatize(source)):
            yield from call_key(name, [ast.literal_eval(literal) for literal in literals if literal])


def call_key(name: str, texts: list[str]) -> Iterator[Key]:
    count, with_context = CALLS.get(name, (0, False))
    if count and len(texts) >= count:
        context = texts[0] if with_context else None
        singular, *plural = texts[1:count] if with_context else texts[:count]
        yield context, singular, plural[0] if plural else ""


# What is said of it in Chinese ---------------------------------------------------------------------------------------
def covered(entries: Iterable[polib.POEntry | polib.MOEntry]) -> set[tuple[str | None, str, bool]]:
    """Context, text, and whether it may be asked for with a plural. What has a plural answers without one as well."""
    return {(entry.msgctxt, entry.msgid, plural) for entry in entries for plural in {False, bool(entry.msgid_plural)}}


def is_covered(key: Key, by: set[tuple[str | None, str, bool]]) -> bool:
    return (key[0], key[1], bool(key[2])) in by


def translated_upstream(domain: str) -> set[tuple[str | None, str, bool]]:
    """What the packages' own zh_Hans catalogues have, as compiled: what is fuzzy is not among them."""
    import django

    folders = [*installed(), Path(django.__file__).parent / "conf"]
    found: set[tuple[str | None, str, bool]] = set()
    for folder in folders:
        catalogue = folder / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.mo"
        if catalogue.is_file():
            found |= covered(polib.mofile(str(catalogue)))
    return found


def read(domain: str) -> polib.POFile:
    return polib.pofile(str(FOLDER / f"{domain}.po"), wrapwidth=110)


def compiled(domain: str) -> Path:
    return FOLDER / f"{domain}.mo"


def is_stale(entry: polib.POEntry, strings: set[tuple[str | None, str]]) -> bool:
    return key_of(entry)[:2] not in strings and entry.tcomment != OURS


def problems(domain: str) -> Iterator[str]:
    """All that is wrong with one catalogue, as lines."""
    kept, strings = read(domain), wanted(domain)
    known = covered(entry for entry in kept if entry.translated() and not entry.fuzzy) | translated_upstream(domain)
    for key, package in sorted(strings.items(), key=lambda item: (item[1], item[0][1])):
        if not is_covered(key, known):
            yield f"没有中文：{key[1]!r}（{package}）"
    for entry in kept:
        if is_stale(entry, {key[:2] for key in strings}):
            yield f"上游已经没有：{entry.msgid!r}"
        if not fills_in_the_same(entry):
            yield f"占位符对不上：{entry.msgid!r}"
    if not compiled(domain).is_file() or compiled(domain).read_bytes() != kept.to_binary():
        yield f"{domain}.mo 不是由 {domain}.po 编译的。"


def fills_in_the_same(entry: polib.POEntry) -> bool:
    """Whether the Chinese names nothing that the packages do not fill in. It may leave out a name, not a bare `%s`."""
    text = entry.msgstr or entry.msgstr_plural.get(0, "")
    said, asked = PLACEHOLDER.findall(text), PLACEHOLDER.findall(entry.msgid)
    known = {*asked, *PLACEHOLDER.findall(entry.msgid_plural)}
    return not text or (set(said) <= known and [p for p in said if p in BARE] == [p for p in asked if p in BARE])


def update(domain: str) -> int:
    """Bring one catalogue up to date and compile it. Returns how many entries wait for their Chinese."""
    kept, strings = read(domain), wanted(domain)
    for entry in [entry for entry in kept if is_stale(entry, {key[:2] for key in strings})]:
        kept.remove(entry)
    known = covered(kept) | translated_upstream(domain)
    for key, package in strings.items():
        if not is_covered(key, known):
            kept.append(new_entry(*key, package))
    kept.sort(key=lambda entry: (entry.occurrences, entry.msgid, entry.msgctxt or ""))
    kept.save()
    kept.save_as_mofile(str(compiled(domain)))
    return sum(not entry.translated() for entry in kept)


def new_entry(context: str | None, singular: str, plural: str, package: str) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=context, msgid=singular, msgid_plural=plural, occurrences=[(package, "")])
    if plural:
        entry.msgstr_plural = {0: ""}
    if re.search(r"%\(\w+\)|%[sd]", singular):
        entry.flags = ["python-format"]
    return entry


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--update", action="store_true")
    chosen = cli.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    import django

    django.setup()
    if chosen.update:
        for domain in DOMAINS:
            print(f"{domain}.po：{len(read(domain))} 条，{update(domain)} 条待翻译。")
        return 0
    found = [line for domain in DOMAINS for line in problems(domain)]
    print("\n".join(found) if found else "上游的界面文字都有中文。")
    if found:
        print("运行 make messages，译好 site/locale_upstream 里的空条目，再运行一次（它会重新编译）。")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
