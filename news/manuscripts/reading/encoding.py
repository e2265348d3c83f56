"""Which of the encodings newsrooms use a text is in, judged by its bytes and never by its name."""

from __future__ import annotations

import codecs
import unicodedata

from .errors import ManuscriptError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark begins the same way
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WHITE_CONTROLS = "\t\n\r\f\v\x1a\x85"
SAMPLE = 20_000
CLEARLY_TEXT = 0.9
HARDLY_TEXT = 0.6
BINARY_SHARE = 0.02

NOT_TEXT = "这个文件不是文字稿（内容是二进制数据）。请在原来的软件里另存为纯文本（.txt，UTF-8 编码）后再导入。"
NOT_DECODABLE = "认不出这个文件的文字编码（试过 UTF-8、UTF-16、GB18030）。请用记事本打开，另存为 UTF-8 编码后再导入。"
CUT_OFF = "文件末尾的一个字不完整，已略去；稿件可能没有传完，请核对结尾。"


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of `data`, the name of its encoding and warnings; raises ManuscriptError for what is no text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text, warnings = _decode_marked(data[len(mark) :], encoding)
            return _checked(text), encoding, warnings
    try:
        text = data.decode("utf-8")
        if not _looks_like_utf16(data, text):
            return _checked(text), "utf-8", ()
    except UnicodeDecodeError as error:
        if (
            error.start >= len(data) - 3
            and error.reason == "unexpected end of data"
            and not data[: error.start].isascii()
        ):
            return _checked(data[: error.start].decode("utf-8")), "utf-8", (CUT_OFF,)
    return _guess(data)


def _decode_marked(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding.removesuffix("-le").removesuffix("-be")]
    whole = len(data) - len(data) % width
    warnings: tuple[str, ...] = (CUT_OFF,) if whole < len(data) else ()
    try:
        return data[:whole].decode(encoding), warnings
    except UnicodeDecodeError as error:
        if whole - error.start <= 4 and error.start:
            return data[: error.start].decode(encoding), (CUT_OFF,)
        raise ManuscriptError(NOT_DECODABLE) from error


def _guess(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """UTF-16 without a mark and GB18030 both decode almost anything: the text that reads most like Chinese wins."""
    best_score, best_text, best_encoding = 0.0, "", ""
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        if encoding != "gb18030" and len(data) % 2:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = plausibility(text)
        if score > best_score:
            best_score, best_text, best_encoding = score, text, encoding
    if best_score >= CLEARLY_TEXT or (best_encoding == "gb18030" and best_score >= HARDLY_TEXT):
        return _checked(best_text), best_encoding, ()
    if _share_of_controls(data[:SAMPLE].decode("latin-1")) > BINARY_SHARE:
        raise ManuscriptError(NOT_TEXT)
    raise ManuscriptError(NOT_DECODABLE)


def plausibility(text: str) -> float:
    """How far a text reads like a Chinese manuscript: the share of its characters that one would hold, 0–1.

    Han characters count in full when GB 2312 has them (the everyday 6,763): a wrong decoding gives rare ones.
    """
    sample = text[:SAMPLE]
    if not sample:
        return 0.0
    return sum(_weight(char) for char in sample) / len(sample)


def _weight(char: str) -> float:
    code = ord(char)
    if code < 0x80:
        return 1.0 if char.isprintable() or char in WHITE_CONTROLS else 0.0
    if 0x4E00 <= code <= 0x9FFF:
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            return 0.3
        return 1.0
    if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF or 0x2010 <= code <= 0x27BF or code in (0xA0, 0xB7, 0xFEFF):
        return 1.0
    return 0.2 if char.isalnum() else 0.0


def _looks_like_utf16(data: bytes, text: str) -> bool:
    """Plain Latin or sparse text in UTF-16 is valid UTF-8 too, full of NUL characters."""
    return "\0" in text and len(data) % 2 == 0


def _share_of_controls(text: str) -> float:
    sample = text[:SAMPLE]
    return sum(unicodedata.category(c) == "Cc" and c not in WHITE_CONTROLS for c in sample) / max(len(sample), 1)


def _checked(text: str) -> str:
    """The text without stray control characters; raises when there are so many that it is no text."""
    if _share_of_controls(text) > BINARY_SHARE or "\0" in text:
        raise ManuscriptError(NOT_TEXT)
    cleaned = text.replace("\x1a", "")
    return "".join(c for c in cleaned if c in WHITE_CONTROLS or unicodedata.category(c) != "Cc")
