"""What a two-page text bill costs to read and extract, warm: the parent's work, the child's, and the child's start.

Run as ``python bench/reading.py [rounds]``. Prints a table and one JSON line. CPU time of this process and of the
children it waited for, medians over the rounds; the ratios are taken within this one run.
"""

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.reading import Reading
from billhook.usecases.read_pages import ReadPages

GOAL_MS = 25.0
PAGES = 2
WARM_UP = 3


def a_bill(pages: int = PAGES) -> bytes:
    """Some 190 words a page, half of them in a table of charges."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    for page in range(1, pages + 1):
        _paint(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _paint(canvas: Canvas, page: int) -> None:
    canvas.setFont("Helvetica", 9)
    facts = (
        ("Northfield Power and Light", f"Page {page} of {PAGES}"),
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
    for row, (label, value) in enumerate(facts):
        canvas.drawString(40, 800 - 14 * row, label)
        canvas.drawRightString(550, 800 - 14 * row, value)
    for row in range(18):
        y = 590 - 13 * row
        canvas.drawString(40, y, f"Delivery charge step {row + 1}")
        canvas.drawRightString(330, y, f"{34 * (row + 1)} kWh")
        canvas.drawRightString(430, y, f"0.{1185 + row}")
        canvas.drawRightString(550, y, f"{4.03 * (row + 1):,.2f}")
    for row in range(3):
        canvas.drawString(40, 320 - 12 * row, "Please detach this part and return it with your payment.")


def extractor() -> Callable[[Reading], Any] | None:
    """``billhook.extraction.extract``, where it exists."""
    try:
        from billhook.extraction import extract  # noqa: PLC0415  another part of the house, perhaps not built yet
    except ImportError:
        return None
    return extract


def cpu_ms(who: int) -> float:
    used = resource.getrusage(who)
    return 1000 * (used.ru_utime + used.ru_stime)


def spent(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU milliseconds of this process, of its children, and the answer."""
    own, theirs = cpu_ms(resource.RUSAGE_SELF), cpu_ms(resource.RUSAGE_CHILDREN)
    answer = work()
    return cpu_ms(resource.RUSAGE_SELF) - own, cpu_ms(resource.RUSAGE_CHILDREN) - theirs, answer


def start_ms(code: str) -> float:
    """CPU of a fresh interpreter that runs ``code`` and ends at once, as the killed child does."""
    code = f"import os, sys; sys.path += sys.argv[1:]; {code}; os._exit(0)"
    command = [sys.executable, "-I", "-S", "-c", code, *filter(None, sys.path)]
    return spent(lambda: subprocess.run(command, check=True, cwd="/", env={}))[1]


def measured(rounds: int) -> tuple[dict[str, float], int]:
    """Medians by name, in CPU milliseconds, and how many words the bill has."""
    read, extract, bill, short = ReadPages(SandboxedFiles(), ocr=None), extractor(), a_bill(), a_bill(pages=1)
    rows: list[dict[str, float]] = []
    words = 0
    for _ in range(rounds + WARM_UP):
        own, child, reading = spent(partial(read, bill))
        words = sum(len(page.words) for page in reading.pages)
        start = start_ms("from billhook.adapters.sandbox import child, pdf")
        row = {
            "parent reads": own,
            "parent extracts": spent(partial(extract, reading))[0] if extract else 0.0,
            "child in all": child,
            "child starts and imports": start,
            "child works": max(0.0, child - start),
            "child per further page": child - spent(partial(read, short))[1],
            "bare interpreter": start_ms("pass"),
        }
        rows.append(row)
    return {name: statistics.median(row[name] for row in rows[WARM_UP:]) for name in rows[0]}, words


def main(rounds: int) -> None:
    figures, words = measured(rounds)
    apart = figures["parent reads"] + figures["parent extracts"]
    with_work = apart + figures["child works"]
    print(f"{PAGES} pages, {words} words, {rounds} rounds, CPU ms (median)")
    for name, value in figures.items():
        print(f"  {name:26} {value:7.2f}")
    print(f"  read and extracted, the child apart: {apart:.2f} (at most {GOAL_MS:g}); with its work: {with_work:.2f}")
    summary = {
        "bench": "reading",
        "pages": PAGES,
        "words": words,
        "extracts": extractor() is not None,
        "cpu_ms": {name.replace(" ", "_"): round(value, 2) for name, value in figures.items()},
        "child_apart_ms": round(apart, 2),
        "with_childs_work_ms": round(with_work, 2),
        "most_ms": GOAL_MS,
        "child_start_over_interpreter": round(figures["child starts and imports"] / figures["bare interpreter"], 2),
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
