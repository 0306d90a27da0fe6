"""Textract's blocks: PAGE holds LINEs, LINE holds WORDs, each with a box, a polygon and a confidence of 0..100."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from billhook.local.ocr import PrintedLine, PrintedWord, Quad, bounds

Block = dict[str, Any]

_WHOLE_PAGE: Quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def blocks_of(lines: Sequence[PrintedLine], *, page: int, seed: str) -> list[Block]:
    """One page's blocks in Textract's order: the page, its lines, its words. The same ``seed`` gives the same ids."""
    words = [(f"w{row}.{at}", word) for row, line in enumerate(lines) for at, word in enumerate(line.words)]
    page_block = {
        "BlockType": "PAGE",
        "Id": _id(seed, page, "p"),
        "Page": page,
        "Geometry": _geometry(_WHOLE_PAGE),
        **_children(_id(seed, page, f"l{row}") for row in range(len(lines))),
    }
    line_blocks = [
        {
            "BlockType": "LINE",
            **_text(line),
            "Id": _id(seed, page, f"l{row}"),
            "Page": page,
            **_children(_id(seed, page, f"w{row}.{at}") for at in range(len(line.words))),
        }
        for row, line in enumerate(lines)
    ]
    word_blocks = [
        {"BlockType": "WORD", "TextType": "PRINTED", **_text(word), "Id": _id(seed, page, name), "Page": page}
        for name, word in words
    ]
    return [page_block, *line_blocks, *word_blocks]


def _text(printed: PrintedLine | PrintedWord) -> Block:
    return {
        "Confidence": round(printed.confidence * 100, 5),
        "Text": printed.text,
        "Geometry": _geometry(printed.quad),
    }


def _geometry(quad: Quad) -> Block:
    box = bounds(quad)
    return {
        "BoundingBox": {"Width": box.x1 - box.x0, "Height": box.y1 - box.y0, "Left": box.x0, "Top": box.y0},
        "Polygon": [{"X": x, "Y": y} for x, y in quad],
    }


def _children(ids: Iterable[str]) -> Block:
    children = list(ids)
    return {"Relationships": [{"Type": "CHILD", "Ids": children}]} if children else {}


def _id(seed: str, page: int, name: str) -> str:
    digest = sha256(f"{seed}/{page}/{name}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
