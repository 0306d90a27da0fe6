"""Overhead of the local OCR engine over the bare RapidOCR call, in process and through the Textract API.

Run as ``python bench/ocr_page.py [rounds]``. Each round recognises one image three times, in rotating order, after a
warm-up. Prints a table and one JSON line. Figures are CPU time of this process; ratios are medians over the rounds.
"""

import base64
import json
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

from billhook.local.ocr import RapidOcr
from billhook.local.textract.jobs import OcrJobs
from billhook.local.textract.server import HOST, Server
from billhook.local.textract.service import Textract

MOST_RATIO = 1.10
FEWEST_ROUNDS = 9
ROWS = 40


def a_page(number: int) -> bytes:
    """A scanned A4 page at 200 dpi with about 240 words; ``number`` makes its content unique."""
    image = Image.effect_noise((1654, 2339), 12).point(lambda level: min(255, level + 110))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    for row in range(ROWS):
        line = f"Delivery charge step {row + 1}     {34 * (row + number)} kWh     {4.03 * (row + 1):,.2f}"
        draw.text((120, 120 + 52 * row), line, fill=20, font=font)
    buffer = BytesIO()
    image.convert("RGB").save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def spent(work: Callable[[], Any]) -> float:
    """CPU seconds of this process, all threads."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare_engine() -> RapidOCR:
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})


def textract_client(state: Path, ocr: RapidOcr) -> tuple[Server, Any]:
    no_cloud: Any = None  # images are sent as bytes, so no S3 client is needed
    server = Server(0, Textract(ocr, no_cloud, OcrJobs(state)))
    Thread(target=server.serve_forever, daemon=True).start()
    session: Any = boto3.Session("test", "test", region_name="us-east-1")
    return server, session.client("textract", endpoint_url=f"http://{HOST}:{server.server_port}")


def main(rounds: int) -> None:
    bare, ocr = bare_engine(), RapidOcr()
    with tempfile.TemporaryDirectory() as folder:
        server, client = textract_client(Path(folder), ocr)
        rows = []
        for number in range(rounds + 1):
            page = a_page(number)
            calls: dict[str, Callable[[], Any]] = {
                "bare": partial(bare, page),
                "engine": partial(ocr.detect, page),
                "textract": partial(client.detect_document_text, Document={"Bytes": page}),
            }
            order = [*list(calls)[number % 3 :], *list(calls)[: number % 3]]
            rows.append({name: spent(calls[name]) for name in order})
        server.shutdown()
    warm = rows[1:]
    ratio = {name: statistics.median(row[name] / row["bare"] for row in warm) for name in ("engine", "textract")}
    cpu = {name: statistics.median(row[name] for row in warm) for name in warm[0]}
    print(f"one scanned page, {rounds} rounds, median CPU ms")
    for name in ("bare", "engine", "textract"):
        print(f"  {name:10} {1000 * cpu[name]:7.0f}   {ratio.get(name, 1.0):.3f} of the bare call")
    summary = {
        "bench": "ocr_page",
        "rounds": rounds,
        "bare_cpu_ms": round(1000 * cpu["bare"]),
        "engine_ratio": round(ratio["engine"], 3),
        "textract_ratio": round(ratio["textract"], 3),
        "most_ratio": MOST_RATIO,
        "body_kb": len(base64.b64encode(a_page(0))) // 1024,
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main(max(FEWEST_ROUNDS, int(sys.argv[1]) if len(sys.argv) > 1 else FEWEST_ROUNDS))
