"""What Chinese punctuation, numbering and short lines look like: the named patterns several steps share."""

from __future__ import annotations

import re
import unicodedata

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
IS_HAN = re.compile(f"[{HAN}]")
CLOSING = "。！？!?…；;：:"
CLOSING_QUOTES = "”’」』》\"'"
CLOSING_BRACKETS = "）)】］]"
COMMA = re.compile(r"[，,、；;]")
STOP = re.compile(r"[。！？!?]")
FULL_STOP = "。"
DASHES = re.compile(r"^[—－―─\-–]{1,4}\s*")
SUBTITLE_DASH = re.compile(r"^(?:[—－―─–]{1,4}|--{1,3})\s*(?=\S)")
HALF_WIDTH_STOP = re.compile(rf"[{HAN}\"'”’)）%]\.$")
SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*")

CHINESE_NUMERAL = "一二三四五六七八九十百"
NUMBERED_ONE = re.compile(
    rf"[{CHINESE_NUMERAL}]{{1,3}}\s*[、．.]\s*|第[{CHINESE_NUMERAL}\d]{{1,3}}[章节部分]+\s*[：:、]?\s*"
)
NUMBERED_TWO = re.compile(rf"[（(][{CHINESE_NUMERAL}]{{1,3}}[)）]\s*")
NUMBERED_THREE = re.compile(r"\d{1,2}\s*[．.、](?!\d)\s*")
NUMBERED_FOUR = re.compile(r"[（(]\d{1,2}[)）]\s*|\d{1,2}[)）]\s*|[①-⑳]\s*")
ORDINAL_RUN_IN = re.compile(
    rf"(?:[{CHINESE_NUMERAL}]{{1,2}}(?:是|要|则)|其[{CHINESE_NUMERAL}]|第[{CHINESE_NUMERAL}]{{1,2}}|首先|其次|再次|最后)"
)
#: What a sentence that tells something holds, and a head that names a subject does not: a speaker, a person, a number
#: of the day, 了 or 着 behind a verb. “一是” and “着力” are words of heads.
TELLS = re.compile(r"^[“「『]|[\d我你他她它这那没]|了(?!解)|着(?![力眼手重实])|(?<![一二三四五六七八九十])是")
DECORATIVE_HEAD = re.compile(r"[■◆●★▌▍▎►▶◎☆❖]\s*(?=\S)")

_DAY_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
YEAR_MONTH_DAY = (
    rf"(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}})\s*[年./-]\s*{_DAY_NUMBER}\s*[月./-]\s*{_DAY_NUMBER}\s*日?"
)
DATE_LINE = re.compile(rf"[（(]?{YEAR_MONTH_DAY}(?:\s*\d{{1,2}}[:：时]\d{{2}}分?(?:[:：]\d{{2}})?)?[)）]?")

LONGEST_SHORT_LINE = 60
LONGEST_SENTENCE_LIKE = 40
LONGEST_RUN_IN = 40
LONGEST_BARE_RUN_IN = 20
END_REACH = 200


def near_end(text: str) -> int:
    """Where to start looking for what stands at the end of a text, so that a very long one costs no more."""
    return max(0, len(text) - END_REACH)


def is_han(char: str) -> bool:
    """True for one Chinese character."""
    return bool(char) and bool(IS_HAN.match(char))


def letters(text: str) -> list[str]:
    """The letters and digits of a text after width folding: what must never get lost."""
    return [char for char in unicodedata.normalize("NFKC", text) if char.isalnum()]


def is_closed(text: str) -> bool:
    """True when a paragraph ends as a paragraph does; closing quotes and brackets are looked through.

    “……成效。” and “……（附名单。）” are closed; “……被评为“先进”” is not: its sentence goes on somewhere.
    """
    rest = text.rstrip()
    if not rest:
        return False
    while rest and rest[-1] in CLOSING_QUOTES:
        rest = rest[:-1].rstrip()
    if rest and rest[-1] in CLOSING_BRACKETS and (inside := _bracket_start(rest)) is not None:
        return rest[-2:-1] in set(CLOSING) or is_closed(rest[:inside])
    if rest.endswith(("。.", "......")):
        return True
    return rest[-1:] in set(CLOSING) or bool(HALF_WIDTH_STOP.search(rest))


def _bracket_start(text: str) -> int | None:
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if text[index] in CLOSING_BRACKETS:
            depth += 1
        elif text[index] in "（(【［[":
            depth -= 1
            if depth == 0:
                return index
    return None


def numbering(text: str) -> int:
    """The rank of the number a text starts with: 1 for 一、, 2 for （一）, 3 for 1., 4 for (1) or ①; 0 for none."""
    for rank, pattern in enumerate((NUMBERED_ONE, NUMBERED_TWO, NUMBERED_THREE, NUMBERED_FOUR), start=1):
        if pattern.match(text):
            return rank
    return 0


def without_number(text: str) -> str:
    """The text behind its typed number."""
    for pattern in (NUMBERED_ONE, NUMBERED_TWO, NUMBERED_THREE, NUMBERED_FOUR):
        if match := pattern.match(text):
            return text[match.end() :]
    return text


def is_short_line(text: str) -> bool:
    """True for what may be a title, a heading or a caption: short, one sentence, not ending like a paragraph."""
    bare = text.strip()
    if not bare or len(bare) > LONGEST_SHORT_LINE or FULL_STOP in bare[:-1]:
        return False
    if bare[-1] in "。；;，,、：:" or (bare[-1] == "." and is_han(bare[-2:-1])):
        return False
    commas = len(COMMA.findall(re.sub(r"[“「《（(][^”」》）)]*[”」》）)]", "", bare)))
    return (len(bare) <= LONGEST_SENTENCE_LIKE and commas <= 2) or commas <= 1


def run_in_head(text: str) -> str:
    """The short first sentence of a paragraph when more follows it, "" when there is none.

    “摸清家底。全县共有……” begins with one; its number, if typed, counts as part of it.
    """
    number = len(text) - len(without_number(text))
    match = SENTENCE.match(text, number)
    if not match or match.end() >= len(text.rstrip()) or match.end() - number > LONGEST_RUN_IN:
        return ""
    if not match[0].rstrip("”’」』）)").endswith("。"):
        return ""
    return text[: match.end()]


def bare_run_in_head(text: str) -> str:
    """A run-in head without bold print: a short first sentence that names a subject and tells nothing yet."""
    head = run_in_head(text)
    return head if len(head) <= LONGEST_BARE_RUN_IN and not TELLS.search(head) else ""


def is_date(text: str) -> bool:
    """True for a line that is nothing but a date, with or without a time."""
    return bool(DATE_LINE.fullmatch(text.strip()))
