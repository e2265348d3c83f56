"""Two paragraphs run into one where a cut was mended: told by a run-in head like those of the paragraphs around."""

from __future__ import annotations

from ..draft import Block, Draft, Kind
from ..patterns import COMMA, ORDINAL_RUN_IN, SENTENCE, numbering, run_in_head

FEWEST_SIBLINGS = 2
CLAUSE_TOLERANCE = 2
LEAST_TEXT_AFTER = 30


def split_run_together(draft: Draft) -> None:
    """Where the sentence that was cut ends, a sentence shaped like the article's run-in heads starts a paragraph."""
    for _, blocks in draft.articles():
        for block in [b for b in blocks if b.kind == Kind.TEXT and b.joints]:
            siblings = [b for b in blocks if b.kind == Kind.TEXT]
            place = _place_of_head(block, siblings)
            if place:
                _split(draft, block, place)


def shape(head: str) -> tuple[int, ...]:
    """The lengths of a head's clauses: “摸清家底，分类建档。” is (4, 4)."""
    return tuple(len(clause) for clause in COMMA.split(head.rstrip("。")))


def _place_of_head(block: Block, siblings: list[Block]) -> int:
    joint = block.joints[-1]
    sentence = SENTENCE.match(block.text, joint)
    if sentence is None:
        return 0
    start = sentence.end()
    rest = block.text[start:]
    heads = [head for b in siblings if (head := run_in_head(b.text))]
    ordinals = [b for b in siblings if ORDINAL_RUN_IN.match(b.text)]
    if ORDINAL_RUN_IN.match(rest) and len(ordinals) >= FEWEST_SIBLINGS:
        return start
    numbered = [b for b in siblings if numbering(b.text)]
    if numbering(rest) and sum(numbering(b.text) == numbering(rest) for b in numbered) >= FEWEST_SIBLINGS:
        return start
    head = run_in_head(rest)
    if not head or len(rest) - len(head) < LEAST_TEXT_AFTER:
        return 0
    alike = sum(_alike(shape(head), shape(other)) for other in heads)
    return start if alike >= FEWEST_SIBLINGS and alike * 2 > len(heads) else 0


def _alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """As many clauses, each about as long; a head of one clause says too little to go by."""
    return len(one) == len(other) >= 2 and all(abs(a - b) <= CLAUSE_TOLERANCE for a, b in zip(one, other, strict=True))


def _split(draft: Draft, block: Block, place: int) -> None:
    rest = Block(
        block.text[place:].lstrip(), block.lines[-1:], Kind.TEXT, gap=0, article=block.article, first=block.first
    )
    rest.people, block.people = block.people, []
    rest.source, block.source = block.source, ""
    rest.ends_article, block.ends_article = block.ends_article, False
    rest.confidence, rest.reason = 0.7, "与前后各段一样以短句领起，从接上的段落里分出。"
    block.text = block.text[:place].rstrip()
    at = draft.blocks.index(block) + 1
    while at < len(draft.blocks) and draft.blocks[at].kind == Kind.CAPTION and draft.blocks[at].line < rest.line:
        at += 1  # the pictures in the gap follow the paragraph that was cut, not the new one
    draft.blocks.insert(at, rest)
    draft.record("split_paragraph", rest.lines, rest.reason, 0.7)
    draft.notice("split_paragraph", rest.line, "这一行里连着两段，已按段首短句分开，请核对。")
