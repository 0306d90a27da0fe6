"""Data files: a country or a language costs one file, and a file that cannot be read is reported by name."""

import gc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billhook.domain.bill import Commodity
from billhook.extraction.data.country import countries, currencies
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import DataError, collection_paused, content, extra_data, settings
from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.text.dates import month_names
from tests.extraction.data.invented import vallanian_bill, write_invented


def test_extract_reads_bill_of_country_and_language_from_folder(tmp_path: Path) -> None:
    with extra_data(write_invented(tmp_path)):
        (bill,) = extract(vallanian_bill()).bills

    (usage,) = bill.usage_data
    assert (bill.utility_name, bill.account_number) == ("Vala Povejo Kmp", "4711-0815")
    assert (bill.bill_date, bill.due_date) == (date(2026, 4, 5), date(2026, 4, 25))
    assert (bill.total_charges, bill.tax_charges, bill.charges_units) == (Decimal(112), Decimal(12), "XVD")
    assert (usage.start_date, usage.end_date) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (usage.usage, usage.usage_units, usage.datasource_type) == (Decimal(500), "kWh", Commodity.ELECTRICITY)
    assert (usage.country, [item.type for item in usage.identifiers]) == ("XV", ["METER", "VPN"])
    assert all(check.holds for check in bill.checks)


def test_extra_data_is_gone_after_the_block(tmp_path: Path) -> None:
    with extra_data(write_invented(tmp_path)):
        assert "xv" in languages()
        assert "XV" in countries()
        assert month_names()["kvaromo"] == 4

    assert "xv" not in languages()
    assert not {"XV"} & countries().keys()
    assert "XVD" not in currencies()
    assert "kvaromo" not in month_names()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 3", "XV.toml: unknown key colour"),
        ("languages = 'xv'", "XV.toml: languages must be of type list, not 'xv'"),
        ("languages = [3]", "XV.toml: languages must be a list of texts"),
        ("[money]\nsign = []", "XV.toml: money: unknown key sign"),
    ],
)
def test_countries_with_unusable_file_raises_its_name_and_key(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "countries" / "XV.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")

    with extra_data(tmp_path), pytest.raises(DataError, match=message):
        _ = (countries(), currencies())


def test_settings_precede_labels_and_content_has_both() -> None:
    assert "labels" not in settings("languages")["en"]
    assert content("languages", "en").keys() > settings("languages")["en"].keys()


def test_content_of_unknown_code_raises_key_error() -> None:
    with pytest.raises(KeyError, match="languages/xv"):
        content("languages", "xv")


def test_collection_paused_resumes_after_an_error() -> None:
    with collection_paused():
        paused = not gc.isenabled()
    with pytest.raises(KeyError), collection_paused():
        content("languages", "xx")

    assert paused
    assert gc.isenabled()
