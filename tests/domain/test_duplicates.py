"""The other documents of the same file or bill."""

from billhook.domain.duplicates import Duplicates, NearDuplicates
from billhook.domain.ids import DocumentId

ORIGINAL, NEAR, REVISED = DocumentId("original"), DocumentId("near"), DocumentId("revised")
EVERY = Duplicates(duplicate_of=ORIGINAL, near_duplicate_of=NEAR, revised_document_id=REVISED)


def test_duplicates_of_an_original_keep_its_near_ones() -> None:
    near = Duplicates(near_duplicate_of=NEAR, revised_document_id=REVISED)

    assert near.of_original(ORIGINAL) == EVERY


def test_compared_duplicates_keep_the_original() -> None:
    assert EVERY.compared(NearDuplicates(near_duplicate_of=NEAR)) == Duplicates(
        duplicate_of=ORIGINAL, near_duplicate_of=NEAR
    )


def test_document_that_was_read_is_no_duplicate() -> None:
    assert EVERY.read() == Duplicates(near_duplicate_of=NEAR, revised_document_id=REVISED)


def test_rejected_document_is_near_to_none() -> None:
    assert EVERY.rejected() == Duplicates(duplicate_of=ORIGINAL, revised_document_id=REVISED)


def test_document_revises_the_one_that_a_person_named() -> None:
    assert Duplicates().revising(REVISED) == Duplicates(revised_document_id=REVISED)
