"""CPU time to read and extract a text bill, compared with pdfium's words only, and with 500 issuer profiles.

Run as ``python bench/reading.py [rounds]``. Prints tables and one JSON line. Figures are medians of CPU time over the
rounds; the compared calls alternate within one run, so that they met the same load. The work of the sandbox child is
done in this process, to separate it from the child's start, which is measured on fresh interpreters.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.pdf import Pdf
from billhook.adapters.sandbox.text import PageTransform, TextPage
from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import DocumentText
from billhook.domain.page_limits import PageLimits
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles, suppliers_of
from billhook.extraction.pipeline.pipeline import extract
from billhook.usecases.processing.steps.read_pages import ReadPages

MOST_A_BILL_MS, MOST_A_PAGE_MS, MOST_GROWTH = 25.0, 15.0, 0.10
PAGES, PROFILES, WARM_UP = 2, 500, 3
BILLS = {"usual bill": (10, 2), "full bill": (18, 3), "dense bill": (35, 6)}
"""Charges and lines of text per page, for about 200 words (the average of bills), 280 and 490."""

STARTS = 10

FACTS = (
    ("Northfield Power and Light", "Your bill"),
    ("Account number", "4410 9925 71"),
    ("Statement date", "March 14, 2031"),
    ("Service period", "02/10/2031 - 03/11/2031 (30 days)"),
    ("Service address", "12 Mill Lane, Northfield"),
    ("Meter number", "88123   multiplier 1"),
    ("Previous reading", "40,118"),
    ("Current reading", "40,730 (actual)"),
    ("Electricity used", "612 kWh"),
    ("Previous balance", "$98.20"),
    ("Payment received, thank you", "-$98.20"),
    ("Current charges", "$107.77"),
    ("Amount due by April 2, 2031", "$107.77"),
)
PROSE = "Please pay by the due date to avoid a late charge; if you have a question about your bill call us at any time."


def a_bill(charges: int, prose: int) -> bytes:
    """A PDF of two pages of facts, each with ``charges`` rows of four cells and ``prose`` lines of text."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    for page in range(1, PAGES + 1):
        _paint(canvas, page, charges, prose)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _paint(canvas: Canvas, page: int, charges: int, prose: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(550, 820, f"Page {page} of {PAGES}")
    for row, (label, value) in enumerate(FACTS):
        canvas.drawString(40, 805 - 12 * row, label)
        canvas.drawRightString(550, 805 - 12 * row, value)
    for row in range(charges):
        y = 640 - 10 * row
        canvas.drawString(40, y, f"Delivery charge step {row + 1}")
        canvas.drawRightString(330, y, f"{34 * (row + 1)} kWh")
        canvas.drawRightString(430, y, f"0.{1185 + row}")
        canvas.drawRightString(550, y, f"{4.03 * (row + 1):,.2f}")
    for row in range(prose):
        canvas.drawString(40, 630 - 10 * (charges + row), PROSE)


def unmatched_profiles(folder: Path) -> IssuerProfiles:
    """Profiles of ``PROFILES`` issuers, none of which issued the bill."""
    for number in range(PROFILES):
        match = f'name = "Utility {number}"\n[match]\nany = ["utility {number} of northfield", "u{number}.example"]\n'
        labels = (
            f'[labels.total_charges]\nstrong = ["sum {number}"]\n[labels.bill_date]\nstrong = ["made on {number}"]\n'
        )
        (folder / f"utility-{number}.toml").write_text(match + labels, encoding="utf-8")
    return suppliers_of(folder)


def bare_words(content: bytes) -> int:
    """The number of words of a PDF, read with their boxes by pdfium only."""
    document, count = pdfium.FPDF_LoadMemDocument64(content, len(content), None), 0
    for number in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        text = TextPage(page)
        count += len(text.words(PageTransform(page)))
        text.close()
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return count


def text_layer(content: bytes) -> str:
    """The text layer of a PDF as the sandbox child sends it to its parent."""
    return json.dumps(Pdf(content, PageLimits()).layer(), separators=(",", ":"))


def spent_ms(work: Callable[[], Any]) -> float:
    """CPU milliseconds of this process."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def start_ms(code: str) -> float:
    """CPU milliseconds of a fresh interpreter that runs ``code`` and exits without cleanup, like a killed child."""
    code = f"import os, sys; sys.path += sys.argv[1:]; {code}; os._exit(0)"
    command = [sys.executable, "-I", "-S", "-c", code, *filter(None, sys.path)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd="/", env={})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@dataclass(frozen=True)
class Costs:
    """Medians of CPU milliseconds for one bill."""

    words: int
    parent_reads: float
    child_works: float
    extracts: float
    with_profiles: float
    bare_words: float

    @property
    def a_bill(self) -> float:
        """The total without the start of the child."""
        return self.parent_reads + self.child_works + self.extracts

    def record(self) -> dict[str, float]:
        return {
            "words": self.words,
            **{
                name: round(getattr(self, name), 2)
                for name in ("parent_reads", "child_works", "extracts", "bare_words")
            },
            "a_bill_ms": round(self.a_bill, 2),
            "a_page_ms": round(self.a_bill / PAGES, 2),
            "over_bare_words": round(self.a_bill / self.bare_words, 2),
            "growth_with_profiles": round(self.with_profiles / self.extracts - 1, 3),
        }


def measured(content: bytes, profiles: IssuerProfiles, rounds: int) -> Costs:
    read = ReadPages(SandboxedFiles())
    document_text = read.read(content, None)
    assert isinstance(document_text, DocumentText)
    calls: dict[str, Callable[[], Any]] = {
        "bare_words": partial(bare_words, content),
        "parent_reads": partial(read.read, content, None),
        "child_works": partial(text_layer, content),
        "extracts": partial(extract, document_text),
        "with_profiles": partial(extract, document_text, profiles),
    }
    rows = [{name: spent_ms(call) for name, call in calls.items()} for _ in range(rounds + WARM_UP)][WARM_UP:]
    medians = {name: statistics.median(row[name] for row in rows) for name in calls}
    return Costs(words=sum(len(page.words) for page in document_text.pages), **medians)


def starts() -> dict[str, float]:
    """CPU of the start of a child, compared with an interpreter that does nothing."""
    rows = [(start_ms("pass"), start_ms("from billhook.adapters.sandbox import child, pdf")) for _ in range(STARTS)]
    bare, child = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"bare_interpreter_ms": round(bare, 2), "child_start_ms": round(child, 2), "ratio": round(child / bare, 2)}


def main(rounds: int) -> None:
    pdfium.FPDF_InitLibrary()
    with tempfile.TemporaryDirectory() as folder:
        profiles = unmatched_profiles(Path(folder))
        bills = {name: a_bill(charges, prose) for name, (charges, prose) in BILLS.items()}
        records = {name: measured(content, profiles, rounds).record() for name, content in bills.items()}
    child = starts()
    print(f"{PAGES} pages, {rounds} rounds, CPU ms (median), without the start of the child")
    limits = (
        f"{MOST_A_BILL_MS:g} a usual bill, {MOST_A_PAGE_MS:g} a page, {MOST_GROWTH:.0%} more with {PROFILES} profiles"
    )
    print(f"  at most {limits}")
    for name in records["usual bill"]:
        print(f"  {name:24}" + "".join(f"{record[name]:12}" for record in records.values()))
    print(f"  start of the child {child['child_start_ms']} ms: {child['ratio']} of a bare interpreter")
    print(json.dumps({"bench": "reading", "pages": PAGES, "rounds": rounds, "bills": records, "child": child}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
