"""Overhead of reading a scanned page over the bare OCR call on the same image, in pairs after a warm-up.

Run as ``python bench/scanning.py [pairs]``. Needs the local OCR engine (``pip install billhook[ocr]``). Prints a
table and one JSON line. CPU time of this process and its children; the ratio is the median over the pairs.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import Route
from billhook.local.ocr import RapidOcr
from billhook.usecases.processing.steps.ocr_session import DirectOcr
from billhook.usecases.processing.steps.read_pages import ReadPages

MOST_RATIO = 1.10
FEWEST_PAIRS = 9
ROWS = 40


def a_scan() -> bytes:
    """A PDF of one scanned A4 page at 200 dpi: an image of about 240 words without a text layer."""
    image = Image.effect_noise((1654, 2339), 12).point(lambda level: min(255, level + 110))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=26)
    for row in range(ROWS):
        line = f"Delivery charge step {row + 1}     {34 * (row + 1)} kWh     {4.03 * (row + 1):,.2f}"
        draw.text((120, 120 + 52 * row), line, fill=20, font=font)
    jpeg, target = BytesIO(), BytesIO()
    image.save(jpeg, "JPEG", quality=70)
    canvas = Canvas(target, pagesize=(595, 842))
    canvas.drawImage(ImageReader(BytesIO(jpeg.getvalue())), 0, 0, 595, 842)
    canvas.save()
    return target.getvalue()


def image_of(content: bytes) -> bytes:
    """The PNG image of the page that OCR gets."""
    with SandboxedFiles().open(content) as file:
        return next(file.images([1])).png


def spent(work: Callable[[], Any]) -> tuple[float, float]:
    """CPU and wall seconds, with those of child processes."""
    started, before = time.perf_counter(), _cpu()
    work()
    return _cpu() - before, time.perf_counter() - started


def _cpu() -> float:
    usages = [resource.getrusage(process) for process in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main(pairs: int) -> None:
    ocr, scan = RapidOcr(), a_scan()
    read, pages = ReadPages(SandboxedFiles(), route=Route.LOCAL_OCR), DirectOcr(ocr)
    image = image_of(scan)
    read.read(scan, pages)
    rows = [(spent(partial(ocr.detect, image)), spent(partial(read.read, scan, pages))) for _ in range(pairs)]
    cpu = statistics.median(read_page[0] / bare[0] for bare, read_page in rows)
    wall = statistics.median(read_page[1] / bare[1] for bare, read_page in rows)
    bare_ms = 1000 * statistics.median(bare[1] for bare, _ in rows)
    reading_ms = 1000 * statistics.median(read_page[1] for _, read_page in rows)
    print(f"one scanned page, {pairs} pairs, median wall ms: bare OCR {bare_ms:.0f}, reading it {reading_ms:.0f}")
    print(f"  reading over bare OCR: {cpu:.3f} of CPU, {wall:.3f} of time (at most {MOST_RATIO:.2f})")
    summary = {
        "bench": "scanning",
        "pairs": pairs,
        "bare_ocr_ms": round(bare_ms),
        "reading_ms": round(reading_ms),
        "cpu_ratio": round(cpu, 3),
        "wall_ratio": round(wall, 3),
        "most_ratio": MOST_RATIO,
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main(max(FEWEST_PAIRS, int(sys.argv[1]) if len(sys.argv) > 1 else FEWEST_PAIRS))
