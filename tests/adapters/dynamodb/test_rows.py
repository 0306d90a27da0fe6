"""Rows of events, deliveries and attempts expire after thirty days; rows that users created never do."""

from datetime import timedelta

from billhook.adapters.dynamodb import rows
from billhook.domain.delivery import Resend
from billhook.names import TTL_ATTRIBUTE
from tests.builders import a_company, a_delivery, a_destination, a_document, an_attempt, an_event, an_id
from tests.fakes import NOW

IN_A_MONTH = int((NOW + timedelta(days=30)).timestamp())


def test_row_of_event_delivery_or_attempt_expires_in_thirty_days() -> None:
    delivery = a_delivery()
    resend = Resend(id=an_id(), delivery_id=delivery.id, due_at=NOW)
    expiring = [rows.of_event(an_event()), rows.of_delivery(delivery), rows.of_attempt(delivery.id, an_attempt())]

    assert [row[TTL_ATTRIBUTE] for row in [*expiring, rows.of_resend(resend)]] == [IN_A_MONTH] * 4


def test_row_of_delivery_expires_thirty_days_after_last_update() -> None:
    touched = a_delivery(created=NOW - timedelta(days=13), updated=NOW)

    assert rows.of_delivery(touched)[TTL_ATTRIBUTE] == IN_A_MONTH


def test_row_of_destination_document_or_company_never_expires() -> None:
    permanent = [rows.of_destination(a_destination()), rows.of_document(a_document()), rows.of_company(a_company())]

    assert [row for row in permanent if TTL_ATTRIBUTE in row] == []
