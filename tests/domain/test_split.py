"""Documents of the further bills in a file."""

from billhook.domain.job import JobEntry
from billhook.domain.split import bill_id, in_order, split_off
from tests.builders import a_document


def test_bill_id_is_derived() -> None:
    document = a_document()

    assert bill_id(document.id, 2) == bill_id(document.id, 2) != bill_id(document.id, 3)


def test_split_off_document_has_the_id_of_its_bill() -> None:
    document = a_document()

    assert split_off(document, 2).id == bill_id(document.id, 2)


def test_entries_are_in_the_order_of_files_and_bills() -> None:
    first, second = a_document(), a_document()
    bills = [JobEntry(document_id=bill_id(first.id, number), split_from=first.id) for number in (3, 2)]
    files = [JobEntry(document_id=document.id) for document in (second, first)]

    assert [entry.document_id for entry in in_order([*bills, *files])] == [
        first.id,
        bill_id(first.id, 2),
        bill_id(first.id, 3),
        second.id,
    ]
