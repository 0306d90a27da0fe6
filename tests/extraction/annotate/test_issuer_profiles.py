"""A file of hints teaches the bills of one utility, without code, and leaves those of all others as they are."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billhook.domain.bill import Bill
from billhook.domain.document_text import DocumentText
from billhook.extraction.annotate.issuer_profiles import FOLDER, IssuerProfiles, ProfileError, built_in, suppliers_of
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.annotate.zephyr import HINTS, ROWS
from tests.extraction.pages import METERED, text_of_rows

TEXT_AFTER_NAME = (
    {60: "Account Number", 200: "1002003004"},
    {60: "Statement Date", 200: "10/05/2026"},
    {60: "Due Date", 200: "11/11/2026"},
    *METERED,
    {60: "Total Amount Due", -500: "$121.00"},
)


def hints(folder: Path, text: str = HINTS, name: str = "zephyr.toml") -> IssuerProfiles:
    (folder / name).write_text(text, encoding="utf-8")
    return suppliers_of(FOLDER, folder)


def the_bill(suppliers: IssuerProfiles | None, reading: DocumentText | None = None) -> Bill:
    (bill,) = extract(reading or text_of_rows(*ROWS), suppliers).bills
    return bill


def test_issuer_profile_adds_labels_places_and_settings(tmp_path: Path) -> None:
    bill = the_bill(hints(tmp_path))

    assert (bill.total_charges, bill.account_number) == (Decimal("121.00"), "1002003004")
    assert (bill.bill_date, bill.charges_units) == (date(2026, 10, 5), "CAD")
    assert bill.utility_name == "Zephyr Grid"
    assert bill.evidence["utilityName"].text == "Zephyr Grid Utility"


def test_issuer_profile_leaves_bills_of_others_unchanged(tmp_path: Path) -> None:
    other = text_of_rows({60: "Meteor Power"}, *ROWS[1:])

    assert extract(other, hints(tmp_path)) == extract(other)


def test_issuer_only_mentioned_is_not_matched(tmp_path: Path) -> None:
    sentence = "You may also pay your bill in cash at every office of Zephyr Grid Utility in your town on Mondays"
    other = text_of_rows({60: "Meteor Power"}, *ROWS[1:], {60: sentence})

    assert the_bill(hints(tmp_path), other).utility_name != "Zephyr Grid"


def test_issuer_profile_with_required_phrase_excludes_others(tmp_path: Path) -> None:
    needs = HINTS.replace("[labels.total", 'all = ["Water Division"]\n\n[labels.total', 1)
    suppliers = hints(tmp_path, needs)

    assert the_bill(suppliers).utility_name != "Zephyr Grid"
    assert the_bill(suppliers, text_of_rows(*ROWS, {60: "Water Division"})).utility_name == "Zephyr Grid"


def test_issuer_profile_assigns_a_label_to_general_words(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS]
    rows[8] = {60: "Total Amount Due", -500: "$11.00"}
    denying = HINTS + '\n[labels.nothing_money]\nstrong = ["Total Amount Due"]\n'

    assert the_bill(hints(tmp_path, denying), text_of_rows(*rows)).total_charges == Decimal("121.00")


def test_issuer_profile_names_charge_types(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS]
    rows[7] = {60: "Qwv Zx", -500: "$110.00"}
    naming = HINTS + '\n[charges]\nFIXED = ["Qwv Zx"]\n'

    (first, *_) = the_bill(hints(tmp_path, naming), text_of_rows(*rows)).line_items

    assert first.charge_type == "FIXED"


def test_issuer_profile_of_user_precedes_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    hints(tmp_path / "a", HINTS.replace('"Zephyr Grid"\n', '"Built In"\n', 1))
    hints(tmp_path / "b", HINTS.replace('"Zephyr Grid"\n', '"Of the user"\n', 1))

    assert the_bill(suppliers_of(tmp_path / "a", tmp_path / "b")).utility_name == "Of the user"


def test_built_in_issuer_profiles_are_valid() -> None:
    assert all(profile.known_by for profile in built_in().every)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "zephyr.toml: "),
        ('name = "X"', "match.any"),
        ('[match]\nany = ["X"]\n[labels.totl_charges]\nstrong = []', "labels.totl_charges is no field"),
        ('[match]\nany = ["X"]\n[colours]\nred = 1', "unknown: colours"),
        ('[match]\nany = "X"', "match.any is a list"),
        ('[match]\nany = ["..."]', "without letters"),
        ('day_first = "yes"\n[match]\nany = ["X"]', "day_first is bool"),
        ('decimal_mark = ";"\n[match]\nany = ["X"]', "decimal_mark is"),
        ('[match]\nany = ["X"]\n[charges]\nFUN = ["x"]', "charges.FUN is unknown"),
        ('[match]\nany = ["X"]\n[[places]]\nfield = "usage"\nbox = [0, 0, 1, 1]', "places cannot name usage"),
        ('[match]\nany = ["X"]\n[[places]]\nfield = "due_date"\nbox = [0, 0, 100, 20]', "in fractions"),
    ],
)
def test_invalid_issuer_profile_raises_with_its_file_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProfileError) as fault:
        hints(tmp_path, text)

    assert str(fault.value).startswith("zephyr.toml: ")
    assert message in str(fault.value)


def test_issuer_profiles_share_one_trie(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"{number}.toml").write_text(f'name = "No {number}"\n[match]\nany = ["Utility {number} Power"]\n')
    suppliers = hints(tmp_path)

    assert the_bill(suppliers).utility_name == "Zephyr Grid"
    assert set(suppliers.phrases) - set(built_in().phrases) == {"utility", "zephyr", "zephyrgrid"}


def test_built_in_profile_names_the_issuer_by_its_web_address() -> None:
    rows = ({60: "Your energy statement", 400: "www.pge.com/MyEnergy"}, *TEXT_AFTER_NAME)

    bill = the_bill(built_in(), text_of_rows(*rows))

    assert bill.utility_name == "Pacific Gas and Electric Company"
    assert bill.evidence["utilityName"].text == "www.pge.com/MyEnergy"
    assert (bill.total_charges, bill.charges_units) == (Decimal("121.00"), "USD")


def test_built_in_profiles_leave_bills_of_others_unchanged() -> None:
    other = text_of_rows({60: "Meteor Power"}, *TEXT_AFTER_NAME)

    assert built_in().every
    assert extract(other) == extract(other, IssuerProfiles())
