"""Files of several bills, and pages as a scanner and an OCR engine return them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.local.samples.page_canvas import PageCanvas
from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.composing import GeneratedFile

_MISREAD = (("rn", "m"), ("O", "0"), ("l", "1"), ("I", "l"), ("e", "c"), ("m", "rn"), ("ü", "u"), ("é", "e"))


def bundle(bill: Callable[[int, str | None], GeneratedFile], seed: int) -> GeneratedFile:
    """Build a file of two to four bills of one country; its truth has ``documents`` with the ``pages`` of each."""
    random = SeededRandom(f"bundle-{seed}")
    first = bill(seed, None)
    rest = [bill(seed + 7919 * number, first.truth["country"]) for number in range(1, random.number(2, 4))]
    sheet = PageCanvas(first.sheet.size, [], [])
    documents: list[dict[str, Any]] = []
    for bill_file in (first, *rest):
        begin = len(sheet.pages) + 1
        sheet.pages += bill_file.sheet.pages
        sheet.rules += bill_file.sheet.rules
        documents.append({**bill_file.truth, "pages": list(range(begin, len(sheet.pages) + 1))})
    file = f"bundle_{first.file}"
    return GeneratedFile(
        file, sheet, {"file": file, "is_utility_bill": True, "documents": documents, "set": first.truth["set"]}
    )


def recognised(reading: DocumentText, seed: int) -> DocumentText:
    """Return ``reading`` as OCR would: skewed, with jitter, confidence below 1 and a few misread letters."""
    return DocumentText(tuple(_recognised(page, SeededRandom(f"scan-{seed}-{page.number}")) for page in reading.pages))


def _recognised(page: PageText, random: SeededRandom) -> PageText:
    lean = random.number(-6, 6) / 1000
    words = tuple(_seen(word, lean, random) for word in page.words)
    return replace(page, route=Route.LOCAL_OCR, words=words)


def _seen(word: Word, lean: float, random: SeededRandom) -> Word:
    shift = lean * word.box.x0 + random.number(-8, 8) / 10_000
    sway = random.number(-8, 8) / 10_000
    box = Box(word.box.x0 + sway, word.box.y0 + shift, word.box.x1 + sway, word.box.y1 + shift)
    text, sure = word.text, random.number(930, 999) / 1000
    if random.number(0, 59) == 0:
        printed, misread = random.one_of(_MISREAD)
        if printed in text:
            text, sure = text.replace(printed, misread, 1), random.number(600, 960) / 1000
    return Word(text, box, sure)
