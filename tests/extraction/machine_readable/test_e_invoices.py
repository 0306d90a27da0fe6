"""E-invoices of every syntax: values, signs, due dates, supply points; what is no e-invoice gives none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.bill import Identifier
from billhook.domain.xml_element import XmlElement
from billhook.extraction.machine_readable.e_invoices import (
    day_of,
    e_invoices_of,
    invoices_of_files,
    is_e_invoice,
    number_of,
    points_in,
)
from billhook.local.samples import e_invoice
from tests.extraction.machine_readable.e_invoices import (
    ENERGY,
    FACTURAE,
    FATTURA,
    KSEF,
    NF3E,
    NFCOM,
    tree,
    ubl,
    ubl_line,
)

MALO, EAN, MELO = "41373559241", "541448820000000010", "DE00056266802AO6G56M11SN51G21M24S"


@pytest.mark.parametrize(
    ("text", "name", "payable", "due", "point"),
    [
        (ubl(), "ubl-invoice", "119.00", date(2025, 2, 17), None),
        (FATTURA.format(kind="TD01"), "fatturapa", "122.00", date(2025, 3, 31), "IT001E12345678"),
        (FACTURAE, "facturae", "121.00", date(2025, 3, 25), "ES1234000000000001JN0F"),
        (NF3E, "nf3e", "100.00", date(2025, 5, 20), None),
        (NFCOM, "nfcom", "99.90", date(2025, 5, 15), None),
        (KSEF, "ksef-fa", "23.00", date(2025, 4, 18), None),
        (e_invoice(), "cii", "-", date(2024, 6, 27), MELO),
    ],
)
def test_invoice_of_each_syntax_has_its_values(
    text: str | bytes, name: str, payable: str, due: date, point: str | None
) -> None:
    (invoice,) = e_invoices_of(tree(text))

    assert (invoice.format, invoice.points[0].value if invoice.points else None) == (name, point)
    assert payable in {"-", f"{invoice.payable}"}
    assert invoice.due_date == due or name == "cii"
    assert sum((line.amount for line in (*invoice.lines, *invoice.charges)), Decimal(0)) == invoice.net


@pytest.mark.parametrize(
    ("text", "payable"),
    [
        (ubl(kind="380", payable="-8.79"), "-8.79"),
        (ubl(kind="384", payable="-8.79"), "-8.79"),
        (ubl(kind="389"), "119.00"),
        (ubl(kind="381"), "-119.00"),
        (
            ubl(root="CreditNote", kind="380", lines=ubl_line("Strom", "400", "KWH", "100.00", root="CreditNote")),
            "-119.00",
        ),
        (FATTURA.format(kind="TD04"), "-122.00"),
    ],
)
def test_sign_follows_from_type_and_root(text: str, payable: str) -> None:
    (invoice,) = e_invoices_of(tree(text))

    assert invoice.payable == Decimal(payable)


def test_lines_and_tax_of_credit_note_are_negative() -> None:
    (invoice,) = e_invoices_of(tree(ubl(kind="381")))

    assert (invoice.net, invoice.tax, invoice.lines[0].amount, invoice.lines[0].quantity) == (
        Decimal("-100.00"),
        Decimal("-19.00"),
        Decimal("-100.00"),
        Decimal(-400),
    )


def test_tax_is_that_in_the_currency_of_the_invoice() -> None:
    (invoice,) = e_invoices_of(
        tree(ubl().replace('TaxTotal><TaxAmount currencyID="EUR">19.00', "TaxTotal><TaxAmount>19.00"))
    )

    assert invoice.tax == Decimal("19.00")


def test_due_date_is_not_the_code_of_the_tax_point() -> None:
    text = e_invoice().replace(
        b"<r:CalculatedAmount>", b"<r:DueDateTypeCode>72</r:DueDateTypeCode><r:CalculatedAmount>"
    )

    assert e_invoices_of(tree(text))[0].due_date == e_invoices_of(tree(e_invoice()))[0].due_date


def test_price_is_that_of_one_unit() -> None:
    text = ubl().replace("</PriceAmount>", "</PriceAmount><BaseQuantity>100</BaseQuantity>")

    assert e_invoices_of(tree(text))[0].lines[0].price == Decimal("0.0025")


def test_lines_that_group_others_do_not_count() -> None:
    line = b"</r:LineID>"
    text = e_invoice().replace(line, line + b"<r:LineStatusReasonCode>GROUP</r:LineStatusReasonCode>", 1)

    assert len(e_invoices_of(tree(text))[0].lines) == len(e_invoices_of(tree(e_invoice()))[0].lines) - 1


def test_deduction_of_brazilian_note_is_negative() -> None:
    (invoice,) = e_invoices_of(tree(NF3E))

    assert [line.amount for line in invoice.lines] == [Decimal("120.00"), Decimal("-20.00")]


def test_item_of_an_earlier_note_is_no_line() -> None:
    earlier = "<det><detItemAnt><prod><vProd>75.00</vProd></prod></detItemAnt></det>"
    text = NF3E.replace("<NFdet>", f"<NFdet>{earlier}")

    assert e_invoices_of(tree(text)) == e_invoices_of(tree(NF3E))


def test_total_with_new_taxes_is_what_is_paid() -> None:
    text = NF3E.replace("</vNF>", "</vNF><vTotDFe>101.00</vTotDFe>")

    assert e_invoices_of(tree(text))[0].payable == Decimal("101.00")


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (MALO, [("MALO", MALO)]),
        ("41373559242", []),
        (MELO, [("MELO", MELO)]),
        ("ES1234000000000001JN0F", [("CUPS", "ES1234000000000001JN0F")]),
        ("POD IT001E12345678 e altro", [("POD", "IT001E12345678")]),
        ("PDR: 00881234567890", [("PDR", "00881234567890")]),
        ("Customer 12", []),
    ],
)
def test_points_follow_from_shape_and_check_digits(text: str, points: list[tuple[str, str]]) -> None:
    assert list(points_in(text)) == [Identifier(type=kind, value=value) for kind, value in points]


def test_point_stands_in_attribute_note_and_reference() -> None:
    places = (
        f"<Note>{MALO}</Note>",
        f"<DocumentReference><ID>{MALO}</ID><DocumentTypeCode>130</DocumentTypeCode></DocumentReference>",
    )
    for place in places:
        (invoice,) = e_invoices_of(tree(ubl(ubl_line("Strom", "400", "KWH", "100.00", more=place))))

        assert invoice.points == (Identifier(type="MALO", value=MALO),)


def test_witness_states_total_tax_dates_and_number() -> None:
    (invoice,) = e_invoices_of(tree(ubl()))

    assert invoice.witness().page is None
    assert invoice.witness().values == {
        "totalCharges": "119.00",
        "taxCharges": "19.00",
        "chargesUnits": "EUR",
        "billDate": "2025-02-03",
        "dueDate": "2025-02-17",
        "invoiceId": "R-2025-17",
        "payeeName": "Werke Erlenbach",
    }


def test_invoice_that_is_attached_twice_is_one() -> None:
    assert len(invoices_of_files((tree(ubl()), tree(ubl()), tree(NF3E)))) == 2


@pytest.mark.parametrize(
    "text", ["<html/>", "<Invoice/>", "<CrossIndustryInvoice/>", "<Facturae><Invoices/></Facturae>"]
)
def test_file_without_values_has_no_invoices(text: str) -> None:
    assert e_invoices_of(tree(text)) == ()


def test_file_of_unknown_root_is_no_e_invoice() -> None:
    assert not is_e_invoice(XmlElement("rss"))
    assert is_e_invoice(tree(NF3E))


@pytest.mark.parametrize("text", ["", "20251301", "2025-02-30", "01.02.2025", "NaN"])
def test_day_of_another_text_is_none(text: str) -> None:
    assert day_of(text) is None


@pytest.mark.parametrize("text", [None, "", "12,50", "NaN", "Infinity", "1E400", "9" * 40])
def test_number_of_another_text_is_none(text: str | None) -> None:
    assert number_of(text) is None


@given(position=st.integers(0, len(ENERGY) - 1), put=st.text(alphabet="0123456789.-E x", max_size=5))
def test_invoice_with_damaged_values_never_raises(position: int, put: str) -> None:
    start = ubl().index(ENERGY)
    text = ubl()[: start + position] + put + ubl()[start + position + 1 :]
    try:
        root = tree(text)
    except SyntaxError:
        return
    assert all(invoice.number == "R-2025-17" for invoice in e_invoices_of(root))
