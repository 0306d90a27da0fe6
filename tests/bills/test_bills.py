"""Generated bills: the same for the same seed, amounts add up, and the truth is what is printed."""

from decimal import Decimal
from types import ModuleType

import pytest

from billhook.local.samples.seeded_random import SeededRandom
from tests.bills import held_out
from tests.bills import open as in_the_open
from tests.bills.bundles import recognised
from tests.bills.countries import COUNTRIES
from tests.bills.making import code
from tests.bills.styles import Style
from tests.bills.words import labels_in

SETS = pytest.mark.parametrize("source", [in_the_open, held_out], ids=["open", "held_out"])
SEEDS = range(900, 940)


def text_of(source: ModuleType, seed: int) -> str:
    return " ".join(word.text for page in source.bill(seed).reading.pages for word in page.words)


@SETS
def test_bill_is_determined_by_its_seed(source: ModuleType) -> None:
    bill, repeated, other = source.bill(7), source.bill(7), source.bill(8)

    assert (bill.truth, bill.sheet.pages) == (repeated.truth, repeated.sheet.pages)
    assert bill.truth != other.truth
    assert bill.sheet.pdf() == repeated.sheet.pdf()


@SETS
@pytest.mark.parametrize("seed", SEEDS)
def test_bill_amounts_add_up(source: ModuleType, seed: int) -> None:
    truth = source.bill(seed).truth

    items = sum((Decimal(str(item["amount"])) for item in truth["line_items"]), Decimal(0))

    assert items == Decimal(str(truth["current_charges"]))
    assert truth["service_start"] < truth["service_end"] <= truth["bill_date"] < truth["due_date"]


@SETS
@pytest.mark.parametrize("seed", SEEDS)
def test_bill_truth_is_printed(source: ModuleType, seed: int) -> None:
    truth, text = source.bill(seed).truth, text_of(source, seed)

    for name in ("utility_name", "account_number", "invoice_number"):
        assert (truth[name] or "").lower() in text.lower()
    for number in truth["meter_numbers"]:
        assert number in text


@SETS
@pytest.mark.parametrize("country", COUNTRIES)
def test_word_files_of_every_country_have_every_key(source: ModuleType, country: str) -> None:
    """Both sets have the same keys in every word file, so any layout can be worded in any country."""
    where = COUNTRIES[country]
    if source is held_out and not source.PARTS.speaks(where.language):
        pytest.skip("the held-out set speaks one further language, Swedish")
    english = labels_in(in_the_open.PARTS.folder, "en", "US")

    labels = labels_in(source.PARTS.folder, where.language, country)

    country_taxes = {key for pairs in where.taxes.values() for tax_set in pairs for key, _ in tax_set}
    taxes = {
        key for each in COUNTRIES.values() for pairs in each.taxes.values() for tax_set in pairs for key, _ in tax_set
    }
    optional = taxes | {"difference"}
    assert {key for key in english if key not in optional} - set(labels) == set()
    assert country_taxes <= set(labels)
    assert all(variants for variants in labels.values())


@SETS
def test_bill_words_lie_inside_the_page(source: ModuleType) -> None:
    boxes = [word.box for seed in SEEDS for page in source.bill(seed).reading.pages for word in page.words]

    outside = [box for box in boxes if box.y1 > 1 or box.y0 < 0 or box.x0 < 0]
    assert outside == []


@SETS
def test_documents_and_bundles_match_their_truth(source: ModuleType) -> None:
    documents = [source.other(seed) for seed in range(15)]
    several = source.several(3)

    assert not any(other.truth["is_utility_bill"] for other in documents)
    assert len({other.truth["document_kind"] for other in documents}) > 10
    pages = [page for document in several.truth["documents"] for page in document["pages"]]
    assert pages == list(range(1, len(several.reading.pages) + 1))


def test_bill_sets_share_no_layout_and_few_words() -> None:
    names = [{block.__name__ for blocks in (parts.heads, parts.facts, parts.summaries, parts.meters, parts.charges)
              for block in blocks} for parts in (in_the_open.PARTS, held_out.PARTS)]  # fmt: skip
    labels = [{text for key in ("account", "payments", "usage", "current_charges", "previous_reading")
               for text in labels_in(parts.folder, "en", "US")[key]}
              for parts in (in_the_open.PARTS, held_out.PARTS)]  # fmt: skip

    assert names[0] & names[1] == set()
    assert len(labels[0] & labels[1]) < len(labels[1]) / 4


def test_recognised_text_keeps_words_and_lowers_confidence() -> None:
    bill = in_the_open.bill(12)

    scanned = recognised(bill.reading, 12)

    words = [(a, b) for old, new in zip(bill.reading.pages, scanned.pages, strict=True)
             for a, b in zip(old.words, new.words, strict=True)]  # fmt: skip
    assert 0.95 < sum(a.text == b.text for a, b in words) / len(words) <= 1
    assert all(b.confidence < 1 for _, b in words)


def test_style_prints_numbers_as_the_country_does() -> None:
    def styled(country: str, marks: str) -> str:
        style = Style(COUNTRIES[country], marks, "{}", "-{}", "{d}", is_bare=True, pays_in_plus=False, in_cents=False)
        return style.amount(Decimal("-1234567.50"))

    assert styled("IN", "lakh") == "-12,34,567.50"
    assert styled("CH", "'.") == "-1'234'567.50"
    assert styled("DE", ".,") == "-1.234.567,50"


def test_strange_labels_are_words_of_no_language() -> None:
    known = in_the_open.bill(21, "US").reading
    unknown = in_the_open.bill(21, "US", strangeness=100).reading

    label = in_the_open.bill(21, "US").truth["account_number"]
    assert label in " ".join(word.text for page in unknown.pages for word in page.words)
    assert known != unknown


def test_code_follows_its_pattern() -> None:
    drawn = code("99-AA/7", SeededRandom(1))

    assert drawn[2] == "-"
    assert drawn[:2].isdigit()
    assert drawn[3:5].isalpha()
    assert drawn.endswith("/7")
