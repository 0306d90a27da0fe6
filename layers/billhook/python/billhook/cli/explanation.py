"""``billhook read --explain``: candidates and checks of a bill on stderr, and page images with bounding boxes."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from billhook.adapters.file_kinds import kind_of
from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import Box, DocumentText
from billhook.domain.errors import BillhookError
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.pipeline.explain import ExplainedCandidate, Explanation, explain, explain_page_breaks

if TYPE_CHECKING:
    from PIL.Image import Image

CHOSEN, OTHER = (0, 130, 60), (230, 140, 30)
PIXELS_WIDE = 1400
"""Width of an image; pages are recognised at a higher resolution."""


def explain_file(
    path: Path, content: bytes, reading: DocumentText, extraction: Extraction, suppliers: IssuerProfiles
) -> None:
    """Print every bill of a file, and write ``{name}.page-1.png`` ... into the working folder."""
    console = Console(stderr=True)
    for page_break in explain_page_breaks(reading, suppliers):
        verdict = "begins another bill" if page_break.begins else "goes on"
        console.print(
            Text(f"  page {page_break.page} {verdict} (page break score {page_break.score:.2f})", style="dim")
        )
    explanations = explain(reading, extraction.bills, suppliers)
    for number, explanation in enumerate(explanations, 1):
        _print_explanation(console, number, explanation)
    for picture in _pictures(path, content, explanations):
        console.print(Text(f"  {picture}", style="dim"))


def _print_explanation(console: Console, number: int, explanation: Explanation) -> None:
    pages = ", ".join(map(str, explanation.bill.pages)) if explanation.bill else "all"
    hints = f"; hints of {explanation.supplier}" if explanation.supplier else ""
    console.print(Text(f"Bill {number} (pages {pages}): {explanation.locale}{hints}", style="bold"))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    table.add_column("field", no_wrap=True)
    for column in ("candidate", "score", "page", "as printed"):
        table.add_column(column, overflow="fold")
    last = ""
    for candidate in explanation.candidates:
        style = "green" if candidate.chosen else ""
        name = candidate.field if candidate.field != last else ""
        last = candidate.field
        table.add_row(
            *(
                Text(cell, style)
                for cell in (name, candidate.value, f"{candidate.score:.2f}", _place_of(candidate), candidate.text)
            )
        )
    console.print(table)
    for check in explanation.bill.checks if explanation.bill else ():
        mark, style = ("holds", "green") if check.holds else ("fails", "red")
        console.print(Text(f"  {mark}  ", style=style) + Text(f"{check.name}: {check.detail}"))


def _place_of(candidate: ExplainedCandidate) -> str:
    """The page of a candidate, and that OCR recognised its words."""
    return f"{candidate.page} (ocr)" if candidate.is_recognized else str(candidate.page)


def _pictures(path: Path, content: bytes, explanations: Sequence[Explanation]) -> Iterable[Path]:
    """Write the displayed pages with boxes of chosen candidates in one colour and others in another."""
    if kind_of(content) is None:
        return
    pages = sorted({candidate.page for explanation in explanations for candidate in explanation.candidates})
    try:
        with SandboxedFiles().open(content) as file:
            for image in file.images(pages):
                target = Path(f"{path.stem}.page-{image.number}.png")
                _drawn(image.png, image.number, explanations).save(target, "PNG", optimize=True)
                yield target
    except BillhookError:
        return


def _drawn(png: bytes, page: int, explanations: Sequence[Explanation]) -> "Image":
    from PIL import Image, ImageDraw  # noqa: PLC0415

    picture = Image.open(BytesIO(png)).convert("RGB")
    picture = picture.resize((PIXELS_WIDE, round(picture.height * PIXELS_WIDE / picture.width)))
    pen = ImageDraw.Draw(picture)
    for explanation in explanations:
        for candidate in explanation.candidates:
            if candidate.page == page and not candidate.chosen:
                pen.rectangle(_place(candidate.box, picture), outline=OTHER, width=1)
        for pointer, place in _evidence(explanation.bill, page):
            x0, y0, x1, y1 = _place(place, picture)
            pen.rectangle((x0, y0, x1, y1), outline=CHOSEN, width=2)
            pen.text((x1 + 4, y0), pointer, fill=CHOSEN)
    return picture


def _evidence(bill: Bill | None, page: int) -> list[tuple[str, Box]]:
    if bill is None:
        return []
    evidence = bill.evidence.items()
    return [(pointer, item.box) for pointer, item in evidence if item.page == page and item.box is not None]


def _place(place: Box, picture: "Image") -> tuple[float, float, float, float]:
    width, height = picture.size
    return place.x0 * width - 2, place.y0 * height - 2, place.x1 * width + 2, place.y1 * height + 2
