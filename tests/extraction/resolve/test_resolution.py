"""Parts of the resolution."""

from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.resolve.resolution import Amount, Balances, Service
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import candidate


def test_amount_is_printed_if_values_agree() -> None:
    printed = candidate(Decimal(5))

    assert Amount.of(Decimal(5), printed) == Amount(Decimal(5), printed)
    assert Amount.of(Decimal(6), printed) == Amount(Decimal(6), None)


def test_balances_add_up_with_opening_balance() -> None:
    total = candidate(Decimal(30))
    balances = Balances(total, None, None, None, None, None, gross=Decimal(20), open=Decimal(10))

    assert balances.adds_up
    assert balances.opening.printed is None


def test_service_of_quantity_has_its_evidence() -> None:
    quantity = candidate(Quantity(Decimal(5), "kWh"))

    service = Service.of_quantity(Commodity.GAS, quantity, meter="M1")

    assert (service.usage, service.unit, service.printed, service.meter) == (Decimal(5), "kWh", quantity, "M1")
    assert service.evidence_lines == (quantity.cell.line,)
    assert service.single_row is None
