"""The issuer of a bill: no title, no customer, no neighbouring text."""

import pytest

from billhook.domain.document_text import DocumentText, PageText, Route
from billhook.extraction.annotate.document import AnnotatedDocument, annotate
from billhook.extraction.candidates.issuer import propose_issuers
from billhook.local.samples.page_canvas import LETTER, PageCanvas
from tests.extraction.pages import Row, annotated_rows

BELOW = ("Account number  12345678", "Bill date  5 March 2026", "Total amount due  $151.00", "Meter number  998877")


def letter(title: str, name: str, customer: str) -> AnnotatedDocument:
    """The kind of document large, then issuer and customer side by side in plain letters, each with an address."""
    sheet = PageCanvas(LETTER)
    sheet.text(40, 60, title, 16, bold=True)
    for y, left, right in (
        (84, name, customer),
        (97, "43210 Alderbrook", "12 Mill Lane"),
        (110, "", "43210 Alderbrook"),
    ):
        sheet.text(40, y, left, 9)
        sheet.text(350, y, right, 9)
    for number, text in enumerate(BELOW):
        sheet.text(40, 150 + 14 * number, text, 9)
    page: PageText = sheet.reading().pages[0]
    return annotate(DocumentText((PageText(1, page.width, page.height, Route.TEXT_LAYER, page.words),)))


@pytest.mark.parametrize(
    ("title", "name", "customer"),
    [
        ("Utility bill", "Alderbrook Water", "Jordan Ellis"),
        ("Electric service", "Alderbrook Energy", "A. Patel"),
        ("Bolletta luce e gas", "Alderbrook Luce e Gas", "Anna Rinaldi"),
        ("Water bill", "Alderbrook Water", "Miller Bakery Ltd"),
        ("Jahresrechnung Strom", "Wasserwerke Alderbrook", "Jana Albrecht"),
        ("Nota fiscal de energia elétrica eletrônica", "Energia Alderbrook", "Ana Prates"),
        ("Shut-off notice", "Alderbrook Gas", "Miller Bakery"),
    ],
)
def test_issuer_is_neither_title_nor_customer(title: str, name: str, customer: str) -> None:
    best = propose_issuers(letter(title, name, customer)).issuers[0]

    assert best.value == name


@pytest.mark.parametrize(
    "large", ["Good news about your", "Customer service hotline", "A member of the Northern Group"]
)
def test_issuer_is_no_greeting_contact_or_slogan(large: str) -> None:
    sheet = PageCanvas(LETTER)
    sheet.text(40, 40, large, 16, bold=True)
    sheet.text(420, 40, "800 555 0142", 9)
    sheet.text(40, 90, "Alderbrook Energy", 9)
    sheet.text(40, 102, "www.alderbrookenergy.com", 9)
    for number, text in enumerate(BELOW):
        sheet.text(40, 150 + 14 * number, text, 9)

    assert propose_issuers(annotate(sheet.reading())).issuers[0].value == "Alderbrook Energy"


def name_of(*rows: Row) -> str:
    return propose_issuers(annotated_rows(*rows)).issuers[0].value


def test_issuer_is_the_municipality_and_not_its_department() -> None:
    assert name_of({40: "Village of Tarn Hollow"}, {40: "Water and Sewer Department"}) == "Village of Tarn Hollow"


def test_issuer_of_two_lines_is_one_name() -> None:
    assert name_of({40: "Visit www.elmira.ca"}, {40: "Elmira"}, {40: "Utilities"}) == "Elmira Utilities"


def test_issuer_ends_before_its_registration_number() -> None:
    assert name_of({40: "SYARIKAT AIR PURNAMA SDN. BHD. (470018-H)"}, {40: "Tarikh bil"}).endswith("BHD.")


def test_issuer_is_no_customer_below_the_service_address() -> None:
    name = name_of(
        {40: "www.northgategeneral.com"},
        {40: "Service Address:"},
        {40: "PLACEHOLDER REALTY SERVICES LP"},
        {40: "4000 NOWAY PL # 3"},
        {40: "P.O. Box 4000, Northgate, OR 97200"},
    )

    assert name == "Northgate General"


def test_issuer_is_no_supplier_that_a_network_operator_bills() -> None:
    name = name_of(
        {40: "NBE", 300: "NBE.COM"},
        {40: "ELECTRIC SUPPLY", 300: "ELECTRIC DELIVERY"},
        {40: "Starling New Energy, Inc", 300: "Call 800.555.0123"},
        *({40: f"Note {number}"} for number in range(6)),
        {40: "STARLING NEW ENERGY, INC", 300: "322.33"},
        {40: "Distribution", 300: "162.82"},
    )

    assert "Starling" not in name
