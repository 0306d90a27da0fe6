"""``billhook read --explain``: why a bill says what it says, in words on stderr and as pictures with boxes."""

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
from billhook.extraction.pipeline.explain import Explanation, explain, explain_page_breaks

if TYPE_CHECKING:
    from PIL.Image import Image

CHOSEN, OTHER = (0, 130, 60), (230, 140, 30)
PIXELS_WIDE = 1400
"""Of a picture; the pages are read with more."""


def explain_file(
    path: Path, content: bytes, reading: DocumentText, extraction: Extraction, suppliers: IssuerProfiles
) -> None:
    """Tell of every bill of a file, and write ``{name}.page-1.png`` ... into the folder where one stands."""
    console = Console(stderr=True)
    for turn in explain_page_breaks(reading, suppliers):
        verdict = "begins another bill" if turn.begins else "goes on"
        console.print(Text(f"  page {turn.page} {verdict}: {turn.score:.2f} speaks for another bill", style="dim"))
    explanations = explain(reading, extraction.bills, suppliers)
    for number, explanation in enumerate(explanations, 1):
        _tell(console, number, explanation)
    for written in _pictures(path, content, explanations):
        console.print(Text(f"  {written}", style="dim"))


def _tell(console: Console, number: int, explanation: Explanation) -> None:
    pages = ", ".join(map(str, explanation.bill.pages)) if explanation.bill else "all"
    hints = f"; hints of {explanation.supplier}" if explanation.supplier else ""
    console.print(Text(f"Bill {number} (pages {pages}): {explanation.locale}{hints}", style="bold"))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    table.add_column("field", no_wrap=True)
    for column in ("candidate", "score", "page", "as printed"):
        table.add_column(column, overflow="fold")
    last = ""
    for one in explanation.candidates:
        style = "green" if one.chosen else ""
        name = one.field if one.field != last else ""
        last = one.field
        table.add_row(*(Text(cell, style) for cell in (name, one.value, f"{one.score:.2f}", str(one.page), one.text)))
    console.print(table)
    for check in explanation.bill.checks if explanation.bill else ():
        mark, style = ("holds", "green") if check.holds else ("fails", "red")
        console.print(Text(f"  {mark}  ", style=style) + Text(f"{check.name}: {check.detail}"))


def _pictures(path: Path, content: bytes, explanations: Sequence[Explanation]) -> Iterable[Path]:
    """The pages as displayed, with what the bills say in one colour and the other candidates in another."""
    if kind_of(content) is None:
        return
    pages = sorted({one.page for explanation in explanations for one in explanation.candidates})
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
        for one in explanation.candidates:
            if one.page == page and not one.chosen:
                pen.rectangle(_place(one.box, picture), outline=OTHER, width=1)
        for pointer, place in _evidence(explanation.bill, page):
            x0, y0, x1, y1 = _place(place, picture)
            pen.rectangle((x0, y0, x1, y1), outline=CHOSEN, width=2)
            pen.text((x1 + 4, y0), pointer, fill=CHOSEN)
    return picture


def _evidence(bill: Bill | None, page: int) -> list[tuple[str, Box]]:
    if bill is None:
        return []
    return [(pointer, evidence.box) for pointer, evidence in bill.evidence.items() if evidence.page == page]


def _place(place: Box, picture: "Image") -> tuple[float, float, float, float]:
    width, height = picture.size
    return place.x0 * width - 2, place.y0 * height - 2, place.x1 * width + 2, place.y1 * height + 2
