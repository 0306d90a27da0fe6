"""States of a document."""

from billhook.domain.document_status import Status


def test_final_statuses_are_the_results() -> None:
    final = {status for status in Status if status.is_final}

    assert final == {Status.PARSED, Status.NEEDS_REVIEW, Status.REJECTED, Status.UNPACKED}


def test_shown_status_hides_ocr_and_archives() -> None:
    assert {status.shown for status in Status} == set(Status) - {Status.WAITING_OCR, Status.UNPACKED}
    assert Status.WAITING_OCR.shown is Status.PROCESSING
