"""The readers a manuscript may need, asked in order; what none of them knows is named in a clear message."""

from __future__ import annotations

from typing import Protocol

from .errors import ManuscriptError
from .source import Source

LARGEST_FILE = 200 * 1024 * 1024

SIGNATURES = (
    (b"%PDF-", "PDF 文件"),
    (b"PK\x03\x04", "Word（.docx）、WPS 或压缩包文件"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word（.doc）或 WPS 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG\r\n\x1a\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!\x1a\x07", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b\x08", "压缩包"),
    (b"MZ\x90\x00", "程序文件"),
    (b"\x7fELF", "程序文件"),
)
WEB_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


class Reader(Protocol):
    """Turns one family of formats into a Source. `label` is Chinese, for messages and the review screen."""

    label: str

    def recognises(self, data: bytes, name: str) -> bool:
        """True when the content (the name may only decide between equals) is this reader's."""
        ...

    def read(self, data: bytes, name: str) -> Source:
        """The lines and pictures; raises ManuscriptError and nothing else."""
        ...


_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Adds a reader. Later ones are asked first, so that the text reader, which takes what is left, stays last."""
    _readers.insert(0, reader)


def unregister(reader: Reader) -> None:
    """Takes a reader out again, which tests need."""
    _readers.remove(reader)


def readers() -> tuple[Reader, ...]:
    """The readers in the order they are asked."""
    return tuple(_readers)


def read(data: bytes, name: str) -> Source:
    """The manuscript in `data`; raises ManuscriptError for what is empty, too large, binary or of no known kind."""
    if not data.strip(b" \t\r\n\0"):
        raise ManuscriptError("文件是空的，里面没有文字。请检查是否选错了文件，或上传是否完成。")
    if len(data) > LARGEST_FILE:
        raise ManuscriptError(
            f"文件太大（超过 {LARGEST_FILE // 1024 // 1024} MB），稿件不会有这么大。请拆开或压缩图片后再导入。"
        )
    for reader in _readers:
        if reader.recognises(data, name):
            return reader.read(data, name)
    raise ManuscriptError(f"这是{kind_of(data)}，目前还不能导入。请在原来的软件里另存为纯文本（.txt）后再导入。")


def kind_of(data: bytes) -> str:
    """What a file that no reader takes is, in an editor's words; "" for what may be text."""
    for signature, label in SIGNATURES:
        if data.startswith(signature):
            return label
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE_STARTS):
        return "网页（HTML）文件"
    return ""
