"""Usage of e-invoices: each kilowatt-hour once, commodities by words, power apart from energy."""

from decimal import Decimal

import pytest

from billhook.domain.bill import Commodity
from billhook.extraction.build.e_invoice_usage import usage_of
from billhook.extraction.machine_readable.e_invoices import e_invoices_of
from tests.extraction.machine_readable.e_invoices import NF3E, NFCOM, tree, ubl, ubl_line

YEAR = {"start": "2025-01-01", "end": "2025-12-31"}


def used(*lines: str) -> list[tuple[str, str | None, str | None]]:
    (invoice,) = e_invoices_of(tree(ubl("".join(lines))))
    return [(use.datasource_type, str(use.usage) if use.usage else None, use.usage_units) for use in usage_of(invoice)]


def test_energy_grid_and_levy_of_the_same_days_count_once() -> None:
    lines = [ubl_line(name, "804878.94", "KWH", "9.00") for name in ("Strom", "Netznutzung Strom", "Konzessionsabgabe")]

    assert used(*lines, ubl_line("Umlage", "543758.89", "KWH", "4.00")) == [("ELECTRICITY", "804878.94", "kWh")]


@pytest.mark.parametrize("grid", [["150"], ["100", "50"], []])
def test_registers_count_together_whatever_the_grid_bills(grid: list[str]) -> None:
    energy = [ubl_line("Strom HT", "100", "KWH", "9.00"), ubl_line("Strom NT", "50", "KWH", "4.00")]

    assert used(*energy, *(ubl_line("Netz", part, "KWH", "2.00") for part in grid)) == [("ELECTRICITY", "150", "kWh")]


def test_parts_of_the_period_add_up() -> None:
    first = ubl_line("Strom", "400", "KWH", "9.00", start="2025-01-01", end="2025-06-30")
    second = ubl_line("Strom", "600", "KWH", "9.00", start="2025-07-01", end="2025-12-31")

    assert used(first, second) == [("ELECTRICITY", "1000", "kWh")]
    assert used(first, second, ubl_line("Netz", "1000", "KWH", "9.00", **YEAR)) == [("ELECTRICITY", "1000", "kWh")]


def test_services_of_one_invoice_are_apart() -> None:
    lines = (
        ubl_line("Strom", "400", "KWH", "9.00"),
        ubl_line("Erdgas", "900", "KWH", "9.00"),
        ubl_line("Trinkwasser", "12", "MTQ", "9.00"),
        ubl_line("Schmutzwasser", "12", "MTQ", "9.00"),
        ubl_line("Grundpreis Strom", "31", "DAY", "9.00"),
    )

    assert used(*lines) == [
        ("ELECTRICITY", "400", "kWh"),
        ("GAS", "900", "kWh"),
        ("WATER", "12", "m³"),
        ("SEWER", "12", "m³"),
    ]


def test_energy_without_a_name_leaves_its_commodity_open() -> None:
    lines = ubl_line("Arbeitspreis", "616290", "KWH", "9.00") + ubl_line("Grundpreis", "2100", "KWT", "9.00")

    (entry,) = usage_of(e_invoices_of(tree(ubl(lines)))[0])

    assert (entry.datasource_type, entry.usage, entry.billed_demand) == (Commodity.MISC, Decimal(616290), Decimal(2100))


def test_usage_of_brazilian_note_has_the_dates_of_its_readings() -> None:
    (entry,) = usage_of(e_invoices_of(tree(NF3E))[0])

    assert (entry.usage, entry.usage_units) == (Decimal(200), "kWh")
    assert [str(entry.start_date), str(entry.end_date)] == ["2025-04-01", "2025-04-30"]


def test_usage_of_telecommunications_has_no_quantity() -> None:
    (entry,) = usage_of(e_invoices_of(tree(NFCOM))[0])

    assert (entry.datasource_type, entry.usage) == (Commodity.TELECOM, None)
