"""Films and recordings in pieces: what a player asks for with `Range`. Safari plays nothing without; nobody can wind.

Source: RFC 9110, section 14. One range at a time; a request for several is answered with the whole, as it allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
PIECE = 256 * 1024


def in_pieces(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """`answer`, or the piece of it that `request` asks for, when it is a file to be played; else `answer` untouched."""
    whole: Any = answer
    file = getattr(answer, "file_to_stream", None)
    if file is None or answer.status_code != 200 or answer["Content-Type"].partition("/")[0] not in {"video", "audio"}:
        return answer
    answer["Accept-Ranges"] = "bytes"
    found = ONE_RANGE.match(request.headers.get("Range", ""))
    if not found or not (found[1] or found[2]) or request.headers.get("If-Range", answer["ETag"]) != answer["ETag"]:
        return answer
    size = int(answer["Content-Length"])
    begin, end = bounds(found[1], found[2], size)
    if begin > end or begin >= size:
        answer.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    whole.streaming_content = pieces(file, begin, end)
    answer.status_code = 206
    answer["Content-Range"] = f"bytes {begin}-{end}/{size}"
    answer["Content-Length"] = str(end - begin + 1)
    return answer


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; `-500` asks for the last 500."""
    if not first:
        return max(size - int(last), 0), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


def pieces(file: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    file.seek(begin)
    left = end - begin + 1
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
