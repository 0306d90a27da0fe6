"""Contract of ``ports.Fingerprints``: the first claimer of a file's bytes, and the documents that wait for it."""

from typing import Any

from billhook.domain.ids import CompanyId, DocumentId
from tests.builders import COMPANY, an_id

SHA = "ab" * 32


def ids(number: int) -> list[DocumentId]:
    return [DocumentId(an_id()) for _ in range(number)]


def test_fingerprints_claim_returns_the_first_claimer(ports: Any) -> None:
    first, second = ids(2)

    answers = [ports.fingerprints.claim(COMPANY, SHA, document_id) for document_id in (first, second, first)]

    assert answers == [first, first, first]


def test_fingerprints_are_separate_by_company(ports: Any) -> None:
    first, second = ids(2)
    ports.fingerprints.claim(COMPANY, SHA, first)

    assert ports.fingerprints.claim(CompanyId(an_id()), SHA, second) == second


def test_fingerprints_released_can_be_claimed_again(ports: Any) -> None:
    first, second = ids(2)
    ports.fingerprints.claim(COMPANY, SHA, first)

    ports.fingerprints.release(COMPANY, SHA, first)

    assert ports.fingerprints.claim(COMPANY, SHA, second) == second


def test_fingerprints_release_requires_the_claimer(ports: Any) -> None:
    first, second = ids(2)
    ports.fingerprints.claim(COMPANY, SHA, first)

    ports.fingerprints.release(COMPANY, SHA, second)
    ports.fingerprints.release(COMPANY, "cd" * 32, second)

    assert ports.fingerprints.claim(COMPANY, SHA, second) == first


def test_fingerprints_waiting_lists_each_document_once(ports: Any) -> None:
    winner, first, second, stranger = ids(4)

    for loser in (first, second, first):
        ports.fingerprints.add_waiting(winner, loser)

    assert ports.fingerprints.waiting(winner) == (first, second)
    assert ports.fingerprints.waiting(stranger) == ()
