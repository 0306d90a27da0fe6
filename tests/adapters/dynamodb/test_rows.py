"""What was told is kept for thirty days: the table forgets it by itself, and nothing that people made."""

from datetime import timedelta

from billhook.adapters.dynamodb import rows
from billhook.domain.delivery import Resend
from billhook.names import TTL_ATTRIBUTE
from tests.builders import a_company, a_delivery, a_destination, a_document, an_attempt, an_event, an_id
from tests.fakes import NOW

IN_A_MONTH = int((NOW + timedelta(days=30)).timestamp())


def test_events_deliveries_and_attempts_are_forgotten_after_thirty_days() -> None:
    delivery = a_delivery()
    wish = Resend(id=an_id(), delivery_id=delivery.id, due_at=NOW)
    kept = [rows.of_event(an_event()), rows.of_delivery(delivery), rows.of_attempt(delivery.id, an_attempt())]

    assert [row[TTL_ATTRIBUTE] for row in [*kept, rows.of_resend(wish)]] == [IN_A_MONTH] * 4


def test_a_delivery_is_kept_from_when_it_was_last_touched() -> None:
    touched = a_delivery(created=NOW - timedelta(days=13), updated=NOW)

    assert rows.of_delivery(touched)[TTL_ATTRIBUTE] == IN_A_MONTH


def test_what_people_made_is_not_forgotten() -> None:
    made = [rows.of_destination(a_destination()), rows.of_document(a_document()), rows.of_company(a_company())]

    assert [row for row in made if TTL_ATTRIBUTE in row] == []
