"""Import manuscripts from files or folders as structured drafts."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Locale

from core.jobs.errors import error_summary
from core.terminal import Bar
from news.manuscripts.linking import Registry
from news.manuscripts.reading import ManuscriptError
from news.manuscripts.reading.registry import LARGEST_FILE
from news.manuscripts.services import Imported, import_manuscript, read_manuscript
from news.manuscripts.structure import Structured
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage

SUFFIXES = {".md", ".markdown", ".txt"}


class Command(BaseCommand):
    help = "把稿件文件（.md、.txt）导入为结构化的草稿。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="稿件文件，或装着稿件的文件夹")
        parser.add_argument(
            "--section", metavar="SLUG", help="放进哪个栏目（风采、公示栏目也行）；带【专栏名】的文章放进同名专栏"
        )
        parser.add_argument("--column", metavar="SLUG", help="全部放进这个专栏")
        parser.add_argument("--publish", action="store_true", help="导入后就发布；通不过发布检查的留作草稿")
        parser.add_argument("--dry-run", action="store_true", help="只识别结构，不写数据库")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="--dry-run 的输出格式")
        parser.add_argument("--explain", action="store_true", help="写出每个判断的理由和把握")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] == "json" and not options["dry_run"]:
            raise CommandError(_("--format json 只用于 --dry-run：请加上 --dry-run，或去掉 --format。"))
        files = list(manuscripts_in(options["paths"]))
        if not files:
            raise CommandError(_("没有找到稿件文件（.md、.txt）。"))
        if options["dry_run"]:
            failed = self.show_structure(files, as_json=options["format"] == "json", explain=options["explain"])
        else:
            with LogContext():
                failed = self.import_all(files, options)
        if failed:
            raise CommandError(_("%(failed)s 个文件没有处理成功。") % {"failed": failed})

    # Dry run ----------------------------------------------------------------------------------------------------------
    def show_structure(self, files: list[Path], *, as_json: bool, explain: bool) -> int:
        """Print what each file would become; several files as JSON are one list. Returns how many could not be read."""
        shown: list[dict[str, Any]] = []
        failed = 0
        for path in files:
            try:
                structured = read_manuscript(bytes_of(path), readable(path.name))
            except ManuscriptError as error:
                failed += 1
                self.stderr.write(f"{readable(path)}：{error}")
                continue
            if as_json:
                shown.append(structured.to_json() | ({"file": readable(path.name)} if len(files) > 1 else {}))
            else:
                self.describe(path, structured)
            if explain:
                self.explain(structured, to_errors=as_json)
        if as_json and shown:
            self.stdout.write(json.dumps(shown if len(files) > 1 else shown[0], ensure_ascii=False, indent=1))
        return failed

    def describe(self, path: Path, structured: Structured) -> None:
        self.stdout.write(f"{readable(path)}：{len(structured.articles)} 篇")
        for article in structured.articles:
            names = "、".join(person.name for person in article.byline)
            self.stdout.write(f"  《{article.title}》{article.column} {names} {len(article.body)} 个部分")
        for notice in structured.notices:
            self.stdout.write(f"  第 {notice.line} 行：{notice.message}")

    def explain(self, structured: Structured, *, to_errors: bool) -> None:
        out = self.stderr if to_errors else self.stdout
        for decision in structured.decisions:
            lines = "、".join(map(str, decision.lines))
            out.write(
                f"  [{decision.confidence:.0%}] {decision.kind}（{decision.step}，第 {lines} 行）：{decision.reason}"
            )

    # Import -----------------------------------------------------------------------------------------------------------
    def import_all(self, files: list[Path], options: dict[str, Any]) -> int:
        section = found(options["section"], _("栏目"), SectionPage, ProfileIndexPage, NoticeIndexPage)
        column = found(options["column"], _("专栏"), ColumnPage)
        registry = Registry.read()
        failed, bar = 0, Bar(self.stderr)
        for done, path in enumerate(files):
            if len(files) > 1:
                bar(done, len(files), readable(path.name))
            try:
                imported = import_manuscript(
                    data=bytes_of(path),
                    name=readable(path.name),
                    section=section,
                    column=column,
                    publish=options["publish"],
                    registry=registry,
                )
            except ManuscriptError as error:
                failed += 1
                bar.clear()
                self.stderr.write(f"{readable(path)}：{error}")
            except (DatabaseError, ValidationError) as error:
                # The import of one file is one transaction: the others go in all the same.
                failed += 1
                reason = "；".join(error.messages) if isinstance(error, ValidationError) else error_summary(error)
                bar.clear()
                self.stderr.write(f"{readable(path)}：{reason}")
            else:
                bar.clear()
                self.report(path, imported, explain=options["explain"], publish=options["publish"])
        if len(files) > 1:
            bar(len(files), len(files))
        bar.end()
        return failed

    def report(self, path: Path, imported: Imported, *, explain: bool, publish: bool) -> None:
        if imported.again:
            numbers = "、".join(str(story.number) for story in imported.stories)
            self.stdout.write(
                _("%(file)s：导入过，稿号 %(numbers)s，没有再建。") % {"file": readable(path.name), "numbers": numbers}
            )
            drafts = "、".join(str(story.number) for story in imported.stories if not story.live)
            if publish and drafts:
                # An editor may be in the middle of one: nobody's draft goes out because its file came again.
                self.stdout.write(
                    "  " + _("稿号 %(numbers)s 还是草稿，这次没有发布：请在后台发布。") % {"numbers": drafts}
                )
            return
        published = {story.number for story in imported.published}
        for story in imported.stories:
            state = _("已发布") if story.number in published else _("草稿")
            self.stdout.write(f"{readable(path.name)}：{story.number}《{story.title}》{state}")
        for refusal in imported.refused:
            self.stdout.write(f"  {refusal}")
        for remark in imported.remarks:
            self.stdout.write(f"  {remark}")
        for notice in imported.manuscript.structured["notices"]:
            self.stdout.write(f"  第 {notice['line']} 行：{notice['message']}")
        if explain:
            for decision in imported.manuscript.structured["decisions"]:
                self.stdout.write(f"  [{decision['confidence']:.0%}] {decision['type']}：{decision['reason']}")


def readable(name: str | Path) -> str:
    """A file's name as text. Archives made on Chinese Windows unpack to names in GB18030, which UTF-8 cannot say."""
    stored = os.fsencode(name)
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored.decode("gb18030", errors="replace")


def bytes_of(path: Path) -> bytes:
    """The file's content. Raises ManuscriptError when it cannot be read, or would fill the memory."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ManuscriptError(_("文件超过 %(most)s MB，请分开再导入。") % {"most": LARGEST_FILE // 2**20})
        return path.read_bytes()
    except PermissionError as error:
        raise ManuscriptError(_("没有权限读这个文件，请检查它的权限。")) from error
    except OSError as error:
        raise ManuscriptError(_("文件读不出来（%(reason)s）。") % {"reason": error.strerror}) from error


def manuscripts_in(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those of known suffixes below the folders named, in order of name."""
    for path in paths:
        if path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                raise CommandError(_("文件夹 %(path)s 打不开，请检查它的权限。") % {"path": readable(path)})
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        elif path.is_file():
            yield path
        elif path.exists():
            raise CommandError(_("%(path)s 不是文件。") % {"path": readable(path)})
        else:
            raise CommandError(_("没有这个文件或文件夹：%(path)s") % {"path": readable(path)})


def found(slug: str | None, kind: str, *models: type[Any]) -> Any:
    """The source-language page of these kinds with this slug; None without one.

    An unknown one is answered with those there are.
    """
    if not slug:
        return None
    pages = [page for model in models for page in model.objects.filter(locale=Locale.get_default())]
    page = next((page for page in pages if page.slug == slug), None)
    if page is None:
        known = "、".join(f"{p.slug}（{p.title}）" for p in pages) or _("一个也没有")
        raise CommandError(
            _("没有%(kind)s“%(slug)s”。现有：%(known)s。") % {"kind": kind, "slug": slug, "known": known}
        )
    return page
