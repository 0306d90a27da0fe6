"""``billhook read``: extract bills on this machine, without cloud or AWS. No data leaves the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from billhook.cli.faults import CliError, Exit
from billhook.cli.options import Files, Json
from billhook.cli.output import Output, say

if TYPE_CHECKING:
    from billhook.domain.bill import Extraction
    from billhook.domain.document_text import DocumentText
    from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
    from billhook.ports.text_recognition import PageOcr
    from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback
    from billhook.usecases.processing.steps.read_pages import ReadPages

Hints = Annotated[
    list[Path],
    typer.Option("--hints", help="A folder of issuer profiles (TOML).", exists=True, file_okay=False),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show candidates and scores, and write a picture of each page with boxes.")
]


@dataclass(frozen=True)
class ReadFailure:
    """Why a file is not a bill: a stable reason code and a sentence."""

    reason: str
    detail: str


@dataclass(frozen=True)
class ReadResult:
    """A file with its document text and extraction."""

    content: bytes
    reading: "DocumentText"
    extraction: "Extraction"


class BillReader:
    """Extracts files one by one. Models are loaded with the first file.

    ``hints`` are folders of additional issuer profiles. Raises CliError for an
    invalid profile.
    """

    def __init__(self, hints: Sequence[Path] = ()) -> None:
        self._hints = tuple(hints)

    def __call__(self, path: Path) -> dict[str, Any]:
        """``{"file", "isUtilityBill", "documents", "reason"}``; never raises for a file's content."""
        return self.record(path, self.look(path))

    def record(self, path: Path, result: ReadResult | ReadFailure) -> dict[str, Any]:
        """The output record of a file. The reason why it is not a bill is also printed on stderr."""
        from billhook.wire.document import bill_json  # noqa: PLC0415

        if isinstance(result, ReadResult) and not result.extraction.is_utility_bill:
            result = _no_bill(result.extraction)
        if isinstance(result, ReadFailure):
            say(f"{path}: {result.reason}: {result.detail}")
            return _line(path, [], result.reason)
        return _line(path, [bill_json(bill) for bill in result.extraction.bills], None)

    def look(self, path: Path) -> ReadResult | ReadFailure:
        """The extraction of a file; never raises for its content."""
        from billhook.domain.errors import BillhookError  # noqa: PLC0415

        suppliers = self.suppliers
        try:
            return self._read(path.read_bytes(), suppliers)
        except BillhookError as error:
            return ReadFailure(error.code, str(error))
        except OSError as error:
            return ReadFailure("unreadable", error.strerror or "The file cannot be read.")
        except Exception as error:  # noqa: BLE001  one file of thousands must not end the others
            return ReadFailure("internal-error", f"{type(error).__name__}: {error}")

    @cached_property
    def suppliers(self) -> "IssuerProfiles":
        from billhook.extraction.annotate.issuer_profiles import FOLDER, ProfileError, suppliers_of  # noqa: PLC0415

        try:
            return suppliers_of(FOLDER, *self._hints)
        except ProfileError as error:
            raise CliError(str(error)) from None

    def _read(self, content: bytes, suppliers: "IssuerProfiles") -> ReadResult | ReadFailure:
        from billhook.usecases.processing.steps.read_pages import PendingOcr  # noqa: PLC0415

        reading = _recorded(content) or self._pages.read(content, self._ocr)
        if isinstance(reading, PendingOcr):
            return ReadFailure("too_many_pages", f"{len(reading.pages)} pages have no text layer.")
        return ReadResult(content, *self._closely(suppliers).extract(None, content, reading, self._ocr))

    def _closely(self, suppliers: "IssuerProfiles") -> "ExtractWithFallback":
        from billhook.extraction.pipeline.pipeline import extract  # noqa: PLC0415
        from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback  # noqa: PLC0415

        return ExtractWithFallback(partial(extract, profiles=suppliers), self._pages, analyze_pages=None)

    @cached_property
    def _pages(self) -> "ReadPages":
        from billhook.adapters.sandboxed_files import SandboxedFiles  # noqa: PLC0415
        from billhook.domain.document_text import Route  # noqa: PLC0415
        from billhook.usecases.processing.steps.read_pages import ReadPages  # noqa: PLC0415

        return ReadPages(files=SandboxedFiles(), route=Route.LOCAL_OCR)

    @cached_property
    def _ocr(self) -> "PageOcr":
        from billhook.local.ocr import RapidOcr  # noqa: PLC0415
        from billhook.usecases.processing.steps.ocr_session import DirectOcr  # noqa: PLC0415

        return DirectOcr(RapidOcr())


def _recorded(content: bytes) -> "DocumentText | None":
    """The document text of a recorded Textract answer: a JSON object, or a list of an answer's parts."""
    if content.lstrip()[:1] not in (b"{", b"["):
        return None
    import json  # noqa: PLC0415

    from billhook.adapters.textract_blocks import document_text_of  # noqa: PLC0415

    try:
        answers = json.loads(content)
        reading = document_text_of(answers if isinstance(answers, list) else [answers])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return reading if reading.pages else None


def _no_bill(extraction: "Extraction") -> ReadFailure:
    """The failure of an extraction without bills: unreadable, or not a utility bill."""
    if extraction.reason == "unreadable":
        return ReadFailure("unreadable", "The image quality is too low for OCR.")
    return ReadFailure("not_a_utility_bill", extraction.reason or "This is not a utility bill.")


def _line(path: Path, documents: list[dict[str, Any]], reason: str | None) -> dict[str, Any]:
    return {"file": str(path), "isUtilityBill": bool(documents), "documents": documents, "reason": reason}


def read(files: Files, as_json: Json = False, explain: Explain = False, hints: Hints = []) -> None:  # noqa: B006
    """Extract bills on this machine, without cloud or AWS.

    Exit code 1 when a file is not a utility bill or cannot be read; its record has the reason.
    """
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise CliError(f"No such file: {', '.join(map(str, missing))}")
    failed = False
    reader = BillReader(hints)
    for path in files:
        result = reader.look(path)
        record = reader.record(path, result)
        failed = failed or not record["isUtilityBill"]
        if as_json:
            Output(as_json=True).line(record)
        else:
            from billhook.cli.bills import print_bills  # noqa: PLC0415

            print_bills(record)
        if explain and isinstance(result, ReadResult):
            from billhook.cli.explanation import explain_file  # noqa: PLC0415

            explain_file(path, result.content, result.reading, result.extraction, reader.suppliers)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)
