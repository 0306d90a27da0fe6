"""Rank of a bill under each active-bill policy."""

from datetime import timedelta

import pytest

from billhook.domain.active_bill import rank_of
from billhook.domain.company import ActiveBillPolicy
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from tests.builders import a_document, a_final_document
from tests.fakes import NOW

LATER = NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("policy", "time"), [(ActiveBillPolicy.LAST_PARSED, "parsed"), (ActiveBillPolicy.LAST_UPLOADED, "created")]
)
def test_rank_of_a_later_bill_is_higher(policy: ActiveBillPolicy, time: str) -> None:
    earlier, later = (rank_of(policy, a_final_document(**{time: at})) for at in (NOW, LATER))

    assert (earlier or "") < (later or "")


@pytest.mark.parametrize(
    "document", [a_document(), a_final_document(deleted=NOW), a_final_document(status=Status.REJECTED)]
)
def test_rank_of_a_document_without_bill_is_none(document: Document) -> None:
    assert {rank_of(policy, document) for policy in ActiveBillPolicy} == {None}
