"""Every malicious file of the corpus is read or rejected within the limits of time and memory."""

import os
import resource
import time
from pathlib import Path

import pytest

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection

CORPUS = Path(os.environ.get("BILLHOOK_CORPUS", Path(__file__).parents[3] / "shared/corpus"))
NASTY = sorted(path for path in (CORPUS / "nasty").glob("*") if path.is_file())
SECONDS = 30
MEGABYTES = 1200

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not NASTY, reason="no corpus: lay it beside the repository or set BILLHOOK_CORPUS"),
]


def outcome(path: Path) -> str:
    """Return the result for the file; pages that need OCR are rendered."""
    try:
        with SandboxedFiles().open(path.read_bytes()) as file:
            pictures = sum(1 for _ in file.images(file.pages_to_ocr))
            return f"read: {len(file.text_layer.pages)} pages, {pictures} for OCR"
    except Rejection as rejection:
        return f"rejected: {StatusReason(rejection.code)}"


def test_sandbox_reads_or_rejects_each_malicious_file(capsys: pytest.CaptureFixture[str]) -> None:
    rows = []
    for path in NASTY:
        start = time.monotonic()
        result = outcome(path)
        rows.append((path.name, time.monotonic() - start, result))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

    with capsys.disabled():
        print(f"\n{len(rows)} nasty files, the largest child took {peak} MB")
        for name, seconds, result in rows:
            print(f"{name[:44]:44} {seconds:6.2f} s  {result}")
    assert [name for name, seconds, _ in rows if seconds > SECONDS] == []
    assert peak < MEGABYTES
