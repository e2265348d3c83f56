"""Markdown's marks on one line, also faulty ones, read into neutral attributes; no letter of the line gets lost."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from .source import Line, Span

HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000]+|(?=[^\s#\d]))(.*?)[ \t]*#*[ \t]*$")
RULE = re.compile(r"(?:[-_*＊—－][ \t]*){3,}$")
QUOTE = re.compile(r"(?:>[ \t]?)+")
BULLET = re.compile(r"([-*+•●◆◇■▪·‧○◎★☆➢✦])[ \t\u3000]+(?=\S)")
TABLE_ROW = re.compile(r"\|.*\|$")
TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$")
CELL_EDGE = re.compile(r"(?<!\\)\|")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^()\s]*)[^()]*\)")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)[^()]*\)")
TAG = re.compile(
    r"</?(?:a|b|br|center|div|em|figcaption|figure|font|h[1-6]|hr|i|img|li|ol|p|section|small|span|strong|sub|sup|"
    r"table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
COMMENT = re.compile(r"<!--.*?-->")
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
BOLD_MARK = re.compile(r"(?<!\*)\*\*\*?(?!\*)")
EMPHASIS = re.compile(r"(?<![\*\w])\*(?=[^\s*])([^*]{1,60}?)(?<=[^\s*])\*(?![\*\w])")
FENCE = re.compile(r"(?:```|~~~)")
SENTENCE_END = re.compile(r"[。！？：:!?]")
LONGEST_RUN_IN = 48


@dataclass(slots=True)
class MarkedLine:
    """A line with its marks read, and the pictures (name, description) it holds."""

    line: Line
    pictures: list[tuple[str, str]] = field(default_factory=list)


def read_marks(original: str, number: int) -> MarkedLine:
    """Reads the marks of one line. Markup that holds letters (tags, link targets) goes to `Line.markup`."""
    expanded = original.replace("\t", "    ") if original[:1] == "\t" else original
    stripped = expanded.strip()
    hard_break = original.endswith(("  ", "\\"))
    line = Line(number, "", original, indent=_indent(expanded), hard_break=hard_break and bool(stripped))
    if not stripped:
        return MarkedLine(line)
    if RULE.match(stripped):
        return MarkedLine(replace(line, rule=True))
    if TABLE_RULE.match(stripped) and "|" in stripped:
        return MarkedLine(replace(line, rule=False, cells=()))
    if TABLE_ROW.match(stripped):
        inner = stripped.removeprefix("|").removesuffix("|")
        cells, markup = _cells(CELL_EDGE.split(inner))
        return MarkedLine(replace(line, cells=cells, text=" ".join(cells), markup=markup))
    if "\t" in stripped and all(stripped.split("\t")) and len(stripped.split("\t")) > 1:
        cells, markup = _cells(stripped.split("\t"))
        return MarkedLine(replace(line, cells=cells, text=" ".join(cells), markup=markup))
    return _read_prose(line, stripped)


def _cells(raw: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    cells, markup = [], []
    for cell in raw:
        text, _, found = _inline(cell.strip())
        cells.append(text.replace("\\|", "|").replace("**", "").strip())
        markup += found
    return tuple(cells), tuple(markup)


def _read_prose(line: Line, text: str) -> MarkedLine:
    if quote := QUOTE.match(text):
        text, line = text[quote.end() :].strip(), replace(line, quote=True)
    if heading := HEADING.match(text):
        text, line = heading[2].strip(), replace(line, heading=len(heading[1]))
    elif bullet := BULLET.match(text):
        text, line = text[bullet.end() :].strip(), replace(line, marker=bullet[1])
    if FENCE.match(text):
        text = text[3:]
    if line.hard_break:
        text = text.removesuffix("\\").rstrip()
    text, pictures, markup = _inline(text)
    text, bold = _read_bold(text)
    return MarkedLine(replace(line, text=text.strip(), bold=bold, markup=tuple(markup)), pictures)


def _inline(text: str) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Pictures, links, tags, entities and escapes of a run of text."""
    markup: list[str] = []
    pictures: list[tuple[str, str]] = []

    def picture(match: re.Match[str]) -> str:
        pictures.append((match[2], match[1]))
        leftover = match[0].replace(match[1], "", 1).replace(match[2], "", 1)
        if any(char.isalnum() for char in leftover):
            markup.append(leftover)
        return ""

    def link(match: re.Match[str]) -> str:
        markup.append(match[0].removeprefix("[" + match[1] + "]"))
        return match[1]

    def tag(match: re.Match[str]) -> str:
        markup.append(match[0])
        return " " if match[0].lower().startswith("<br") else ""

    def entity(match: re.Match[str]) -> str:
        char = html.unescape(match[0])
        if char == match[0] or char.isalnum() or not (char.isprintable() or char.isspace()):
            return match[0]
        markup.append(match[0])
        return " " if char.isspace() else char

    if "](" in text:
        text = LINK.sub(link, PICTURE.sub(picture, text))
    if "<" in text:
        text = TAG.sub(tag, COMMENT.sub(tag, text))
    if "&" in text:
        text = ENTITY.sub(entity, text)
    if "\\" in text:
        text = ESCAPE.sub(r"\1", text)
    return text, pictures, markup


def _read_bold(text: str) -> tuple[str, tuple[Span, ...]]:
    """Takes `**` off and says what it made bold. An unpaired mark is one whose partner was lost: a run-in head's."""
    if "*" not in text:
        return text, ()
    text = EMPHASIS.sub(r"\1", text)
    pieces = BOLD_MARK.split(text)
    plain = "".join(pieces)
    edges: list[int] = []
    for piece in pieces[:-1]:
        edges.append((edges[-1] if edges else 0) + len(piece))
    if not edges:
        return plain, ()
    if len(edges) % 2:
        first = edges[0]
        if 0 < first <= LONGEST_RUN_IN:  # the opening mark was lost: the head began the line
            edges.insert(0, 0)
        else:
            closing = SENTENCE_END.search(plain, edges[-1])
            edges.append(closing.end() if closing else len(plain))
    spans = (Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return plain, tuple(span for span in spans if span.end > span.start)


def _indent(text: str) -> int:
    """Columns of white space before the text, an ideographic space counting two."""
    width = 0
    for char in text:
        if char == "\u3000":
            width += 2
        elif char.isspace():
            width += 1
        else:
            break
    return width
