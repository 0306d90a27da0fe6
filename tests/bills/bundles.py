"""Files that hold several bills, and pages as a scanner and a recogniser would hand them on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.local.samples.page_canvas import PageCanvas
from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.composing import Made

_MISREAD = (("rn", "m"), ("O", "0"), ("l", "1"), ("I", "l"), ("e", "c"), ("m", "rn"), ("ü", "u"), ("é", "e"))


def bundle(bill: Callable[[int, str | None], Made], seed: int) -> Made:
    """Two to four bills of one country in one file; the truth has ``documents`` with the ``pages`` of each."""
    dice = SeededRandom(f"bundle-{seed}")
    first = bill(seed, None)
    rest = [bill(seed + 7919 * number, first.truth["country"]) for number in range(1, dice.number(2, 4))]
    sheet = PageCanvas(first.sheet.size, [], [])
    documents: list[dict[str, Any]] = []
    for made in (first, *rest):
        begin = len(sheet.pages) + 1
        sheet.pages += made.sheet.pages
        sheet.rules += made.sheet.rules
        documents.append({**made.truth, "pages": list(range(begin, len(sheet.pages) + 1))})
    file = f"bundle_{first.file}"
    return Made(file, sheet, {"file": file, "is_utility_bill": True, "documents": documents, "set": first.truth["set"]})


def recognised(reading: DocumentText, seed: int) -> DocumentText:
    """``reading`` as a recogniser gives it: leaning, jittery, sure of most words, wrong about a few letters."""
    return DocumentText(tuple(_recognised(page, SeededRandom(f"scan-{seed}-{page.number}")) for page in reading.pages))


def _recognised(page: PageText, dice: SeededRandom) -> PageText:
    lean = dice.number(-6, 6) / 1000
    words = tuple(_seen(word, lean, dice) for word in page.words)
    return replace(page, route=Route.LOCAL_OCR, words=words)


def _seen(word: Word, lean: float, dice: SeededRandom) -> Word:
    shift = lean * word.box.x0 + dice.number(-8, 8) / 10_000
    sway = dice.number(-8, 8) / 10_000
    box = Box(word.box.x0 + sway, word.box.y0 + shift, word.box.x1 + sway, word.box.y1 + shift)
    text, sure = word.text, dice.number(930, 999) / 1000
    if dice.number(0, 59) == 0:
        printed, seen = dice.one_of(_MISREAD)
        if printed in text:
            text, sure = text.replace(printed, seen, 1), dice.number(600, 960) / 1000
    return Word(text, box, sure)
