"""Resolution of all candidates of a page."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.resolve.resolver import resolve_candidates
from tests.extraction.pages import METERED, candidates_of


def test_resolve_candidates_chooses_values_that_fit() -> None:
    resolution = resolve_candidates(
        candidates_of(
            {60: "Northfield Electric Company"},
            {60: "Account number", 200: "4471-2201"},
            *METERED,
            {60: "Total amount due", -500: "$121.00"},
        )
    )

    assert resolution.is_bill
    assert resolution.are_charges_proven
    assert resolution.account_number is not None
    assert resolution.account_number.value == "4471-2201"
    assert [item.row.value for item in resolution.line_items] == [Decimal("110.00"), Decimal("11.00")]
    assert (resolution.tax.value, resolution.net_charges.value) == (Decimal("11.00"), Decimal("110.00"))
    (entry,) = resolution.usage
    assert (entry.service.commodity, entry.service.usage) == (Commodity.ELECTRICITY, Decimal(500))
    assert entry.period is not None
    assert entry.period.value == (date(2026, 10, 1), date(2026, 10, 31))


def test_resolve_candidates_leaves_candidates_unchanged() -> None:
    candidates = candidates_of({60: "Northfield Electric Company"}, *METERED)

    assert resolve_candidates(candidates) == resolve_candidates(candidates)


def test_resolve_candidates_without_evidence_is_no_bill() -> None:
    empty = CandidateSet(
        amounts=dict.fromkeys(candidates_of({40: "Hello"}).amounts, ()), dates={"bill_date": (), "due_date": ()}
    )

    assert not resolve_candidates(empty).is_bill
