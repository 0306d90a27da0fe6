"""Store the result of an extraction."""

from billhook.domain.bill import Extraction
from billhook.domain.document_status import Status, StatusReason
from billhook.usecases.processing.steps.finalize_document import FinalizeDocument
from tests.builders import a_bill, a_document, a_document_text
from tests.fakes import World
from tests.usecases.wiring import wired


def test_finalize_document_commits_bill_and_content(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    final = wired(world).get(FinalizeDocument).finalize(document, a_document_text(), Extraction(bills=(a_bill(),)))

    content = world.contents.get(final)
    assert content is not None
    assert (final.status, content.bill) == (Status.PARSED, a_bill())


def test_finalize_document_without_bill_rejects_it(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    final = wired(world).get(FinalizeDocument).finalize(document, a_document_text(), Extraction(reason="unreadable"))

    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, StatusReason.UNREADABLE)


def test_resume_of_a_first_claim_is_none(world: World) -> None:
    assert wired(world).get(FinalizeDocument).resume(a_document(fence=1)) is None
