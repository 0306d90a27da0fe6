"""Labels and topics found in words: weights by language and place, context, misread and reordered words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill
from billhook.domain.document_text import Box, DocumentText, ServiceField
from billhook.extraction.annotate.document import annotate
from billhook.extraction.annotate.labels import IN_PROSE, TopicMatcher, joined_phrases, label_shares, meanings_of
from billhook.extraction.language.lexicon import COMMON, lexicon, trie_of
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.pages import METERED, Row, annotated_rows, recognised, text_of_rows


def weights_of(*rows: Row) -> dict[str, float]:
    """The best weight of each label."""
    labels = annotated_rows(*rows).labels
    return {name: max(match.weight for match in matches) for name, matches in labels.items()}


def test_joined_phrases_prefer_those_of_the_profile() -> None:
    general = [(0, 2, "total"), (3, 4, "date")]

    assert joined_phrases([(1, 3, "own")], general) == [(1, 3, "own"), (3, 4, "date")]


def test_joined_phrases_without_profile_are_the_general_ones() -> None:
    assert joined_phrases([], [(0, 1, "date")]) == [(0, 1, "date")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Issue date of the invoice", "bill_date"),
        ("Fecha en que se emite la factura", "bill_date"),
        ("Numéro du client", "account_number"),
        ("Datum Ihrer Rechnung", "bill_date"),
    ],
)
def test_label_is_recognised_by_its_content_words(text: str, name: str) -> None:
    stop_words = {"F": "la de para que el", "N": "le de la et pour", "D": "der und die Ihre bei", "I": "the of your is"}
    doc = annotated_rows({40: text, 300: "12"}, {40: stop_words[text[0]]})

    assert name in doc.labels


def test_label_in_a_sentence_weighs_less() -> None:
    alone = weights_of({40: "Due date", 200: "21 November 2026"})
    sentence = "Please pay the whole amount of this letter before the due date that we have printed above for you"
    found = weights_of({40: sentence})

    assert found["due_date"] == pytest.approx(IN_PROSE * alone["due_date"])


def test_label_ends_before_a_value_glued_to_its_colon() -> None:
    doc = annotated_rows({40: "Account:4471220"})

    (match,) = doc.labels["account_number"]
    assert doc.layout.cells[0].text[match.start : match.end] == "Account:"


def test_label_beside_words_of_a_context_rule_changes_its_name() -> None:
    plain = weights_of({40: "Amount due", 200: "$70.00"})
    late = weights_of({40: "Amount due after due date", 200: "$70.00"})

    assert "total_charges" in plain
    assert "total_charges" not in late


def test_label_without_blanks_is_found_after_ocr_only() -> None:
    text = text_of_rows({40: "Accountnumber", 200: "4471220"})

    assert "account_number" not in annotate(text).labels
    assert "account_number" in annotate(recognised(text)).labels


def test_label_share_is_that_of_its_words() -> None:
    doc = annotated_rows({40: "Account number 4471220 Oakham"})

    (share,) = label_shares(doc.cell_labels, doc.stop_words).values()
    assert share == pytest.approx(1 / 2)


def test_topic_names_are_in_reading_order() -> None:
    matcher = TopicMatcher(lexicon(), COMMON, {})

    names = matcher.names([["gas", "and", "electricity"], ["letter"]], "commodities")

    assert names == [("GAS", "ELECTRICITY"), ()]


@pytest.mark.parametrize(
    ("words", "is_service", "is_of_documents", "is_generic"),
    [
        ("natural gas", True, False, True),
        ("tax invoice", False, True, False),
        ("invoice number", False, False, False),
        ("gas and water utility", False, False, True),
        ("fenland gas", False, False, False),
    ],
)
def test_meaning_of_words_by_topic(words: str, is_service: bool, is_of_documents: bool, is_generic: bool) -> None:
    parts = tuple(words.split())

    meaning = TopicMatcher(lexicon(), COMMON, {}).meanings([parts])[parts]

    found = (meaning.is_service, meaning.is_of_documents, meaning.is_generic({"and"}))
    assert found == (is_service, is_of_documents, is_generic)


def test_meaning_counts_the_trade_of_the_issuer_profile() -> None:
    profile = {"issuer": trie_of([("lichtwerk", "UTILITY")])}

    (meaning,) = TopicMatcher(lexicon(), COMMON, profile).meanings([("lichtwerk",)]).values()

    assert (meaning.trade_count, meaning.trades) == (1, [])


ROWS = (
    {60: "Northern Light Electric Cooperative"},
    {60: "Qx Zv", 200: "1002003004"},
    {60: "Wq Date", 200: "October 31, 2026"},
    {60: "Zq Vx", 200: "November 21, 2026"},
    *METERED,
    {60: "Xq Wz", -500: "$121.00"},
)
STEP, TOP = 16 / 792, 60 / 792


def service_field(kind: str, label: str, row: int, x0: float, x1: float, confidence: float = 0.95) -> ServiceField:
    middle = TOP + row * STEP
    return ServiceField(kind, label, Box(x0 / 612, middle - 0.014, x1 / 612, middle + 0.006), confidence)


def the_bill(*fields: ServiceField) -> Bill:
    reading = text_of_rows(*ROWS)
    (page,) = reading.pages
    (bill,) = extract(DocumentText((replace(page, fields=fields),))).bills
    return bill


def test_service_fields_without_label_give_candidates() -> None:
    bill = the_bill(
        service_field("TOTAL", "Xq Wz", 9, 440, 510),
        service_field("DUE_DATE", "", 3, 190, 320),
        service_field("INVOICE_RECEIPT_DATE", "", 2, 190, 320),
        service_field("ACCOUNT_NUMBER", "", 1, 190, 320),
    )

    assert (bill.total_charges, bill.due_date, bill.bill_date) == (
        Decimal("121.00"),
        date(2026, 11, 21),
        date(2026, 10, 31),
    )
    assert bill.account_number == "1002003004"
    assert bill.evidence["totalCharges"].text == "$121.00"


def test_service_field_without_words_is_ignored() -> None:
    assert the_bill(service_field("TOTAL", "", 9, 440, 510), service_field("DUE_DATE", "", 9, 10, 50)).due_date is None


@pytest.mark.parametrize(
    ("kind", "label", "names"),
    [
        ("TOTAL", "", {"total_charges"}),
        ("TOTAL", "Previous balance", {"previous_close_balance"}),
        ("", "Account Number:", {"account_number"}),
        ("", "Total charges for electricity services of others", set()),
        ("OTHER_THING", "Qx", set()),
        ("TOTAL", "Average daily", set()),
    ],
)
def test_printed_label_precedes_the_service_fields_type(kind: str, label: str, names: set[str]) -> None:
    assert set(meanings_of(ServiceField(kind, label, Box(0, 0, 1, 1), 0.9), lexicon())) == names


def test_service_field_of_low_confidence_is_weak() -> None:
    sure, unsure = (ServiceField("TOTAL", "", Box(0, 0, 1, 1), confidence) for confidence in (0.99, 0.3))

    assert meanings_of(unsure, lexicon())["total_charges"] < 0.5 * meanings_of(sure, lexicon())["total_charges"]
