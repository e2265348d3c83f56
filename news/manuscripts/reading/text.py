"""The reader for .txt and .md, and for pasted text: bytes to lines, with Markdown's marks read wherever they stand."""

from __future__ import annotations

import re
from dataclasses import replace

from .encoding import decode
from .errors import ManuscriptError
from .markdown import read_marks
from .registry import kind_of
from .source import Line, Picture, Source

LARGEST_TEXT = 2 * 1024 * 1024
LINE_END = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
LONGEST_BLANK = 40
LONG_BLANK = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]{41,}")
UNDERLINE_OF_TITLE = re.compile(r"={3,}\s*")
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")


class TextReader:
    """Plain text and Markdown; asked last, takes whatever no other format's signature claims."""

    label = "文本"

    def recognises(self, data: bytes, name: str) -> bool:
        return not kind_of(data)

    def read(self, data: bytes, name: str) -> Source:
        if len(data) > LARGEST_TEXT:
            raise ManuscriptError(
                f"文字稿太大（超过 {LARGEST_TEXT // 1024 // 1024} MB，约七十万字）。请拆成几个文件后再导入。"
            )
        text, encoding, warnings = decode(data)
        if not any(char.isalnum() for char in text):
            raise ManuscriptError("文件里没有文字。请检查是否选错了文件，或上传是否完成。")
        lines, pictures = read_lines(text)
        kind = "markdown" if name.lower().endswith(MARKDOWN_NAMES) else "text"
        return Source(name, lines, pictures, kind, encoding, warnings)


def read_lines(text: str) -> tuple[tuple[Line, ...], tuple[Picture, ...]]:
    """The lines of a decoded text, numbered from 1 as an editor's program shows them, and the pictures they name."""
    lines: list[Line] = []
    pictures: list[Picture] = []
    text = LONG_BLANK.sub(" " * LONGEST_BLANK, text)
    page, paged = 1, "\f" in text
    for number, original in enumerate(LINE_END.split(text), start=1):
        page += original.count("\f")
        read = read_marks(original.replace("\f", " ").replace("\ufeff", ""), number)
        line = replace(read.line, original=original, page=page if paged else None)
        for name, description in read.pictures:
            pictures.append(Picture(len(pictures) + 1, number, name, description, page=line.page))
            line = replace(line, picture=len(pictures))
        if UNDERLINE_OF_TITLE.fullmatch(line.text) and lines and lines[-1].text and lines[-1].heading is None:
            lines[-1] = replace(lines[-1], heading=1)
            line = replace(line, text="")
        lines.append(line)
    return tuple(lines), tuple(pictures)
