"""``billhook read``: what bills say, read on this machine. No cloud, no AWS, nothing leaves it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from billhook.cli.faults import CliError, Exit
from billhook.cli.options import Files, Json
from billhook.cli.output import Output, say

if TYPE_CHECKING:
    from billhook.domain.reading import Reading
    from billhook.usecases.read_closely import ReadClosely
    from billhook.usecases.read_pages import ReadPages


@dataclass(frozen=True)
class Refusal:
    """Why a file became no bill: a stable reason and a sentence."""

    reason: str
    detail: str


class BillReader:
    """Reads files one after the other; what is needed to do so is loaded with the first."""

    def __call__(self, path: Path) -> dict[str, Any]:
        """``{"file", "isUtilityBill", "documents", "reason"}``; never raises for what a file holds."""
        found = self._documents(path)
        if isinstance(found, Refusal):
            say(f"{path}: {found.reason}: {found.detail}")
            return _line(path, [], found.reason)
        return _line(path, found, None)

    def _documents(self, path: Path) -> list[dict[str, Any]] | Refusal:
        from billhook.domain.errors import BillhookError  # noqa: PLC0415

        try:
            return self._read(path.read_bytes())
        except BillhookError as error:
            return Refusal(error.code, str(error))
        except OSError as error:
            return Refusal("unreadable", error.strerror or "The file cannot be read.")
        except Exception as error:  # noqa: BLE001  one file of thousands must not end the others
            return Refusal("internal-error", f"{type(error).__name__}: {error}")

    def _read(self, content: bytes) -> list[dict[str, Any]] | Refusal:
        from billhook.usecases.read_pages import PendingOcr  # noqa: PLC0415
        from billhook.wire.document import bill_json  # noqa: PLC0415

        reading = _recorded(content) or self._pages(content)
        if isinstance(reading, PendingOcr):
            return Refusal("too_many_pages", f"{len(reading.pages)} pages have no text of their own.")
        _, extraction = self._closely(None, content, reading)
        if not extraction.is_utility_bill:
            return Refusal("not_a_utility_bill", extraction.reason or "This is no utility bill.")
        return [bill_json(bill) for bill in extraction.bills]

    @cached_property
    def _closely(self) -> "ReadClosely":
        from billhook.extraction import extract  # noqa: PLC0415
        from billhook.usecases.read_closely import ReadClosely  # noqa: PLC0415

        return ReadClosely(extract, self._pages)

    @cached_property
    def _pages(self) -> "ReadPages":
        from billhook.adapters.sandboxed_files import SandboxedFiles  # noqa: PLC0415
        from billhook.domain.reading import Route  # noqa: PLC0415
        from billhook.local.ocr import RapidOcr  # noqa: PLC0415
        from billhook.usecases.read_pages import ReadPages  # noqa: PLC0415

        return ReadPages(files=SandboxedFiles(), ocr=RapidOcr(), route=Route.LOCAL_OCR)


def _recorded(content: bytes) -> "Reading | None":
    """The reading of answers of Textract that somebody kept, as a JSON object or a list of an answer's parts."""
    if content.lstrip()[:1] not in (b"{", b"["):
        return None
    import json  # noqa: PLC0415

    from billhook.adapters.textract_blocks import reading_of  # noqa: PLC0415

    try:
        answers = json.loads(content)
        reading = reading_of(answers if isinstance(answers, list) else [answers])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return reading if reading.pages else None


def _line(path: Path, documents: list[dict[str, Any]], reason: str | None) -> dict[str, Any]:
    return {"file": str(path), "isUtilityBill": bool(documents), "documents": documents, "reason": reason}


def read(files: Files, as_json: Json = False) -> None:
    """Read bills on this machine; needs no cloud and no AWS.

    Exit code 1 when a file is no utility bill or cannot be read; its reason says why.
    """
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise CliError(f"No such file: {', '.join(map(str, missing))}")
    failed = False
    for record in _records(files):
        failed = failed or not record["isUtilityBill"]
        if as_json:
            Output(as_json=True).line(record)
        else:
            from billhook.cli.bills import print_bills  # noqa: PLC0415

            print_bills(record)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)


def _records(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    reader = BillReader()
    return (reader(path) for path in files)
