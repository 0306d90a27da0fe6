"""The registry of formats: names are unique and in the page on formats."""

from billhook.extraction.machine_readable.formats import FORMATS
from tests.house.source import ROOT


def test_formats_have_names_of_their_own() -> None:
    names = [form.name for form in FORMATS]

    assert len(set(names)) == len(names)


def test_formats_are_described_on_the_page() -> None:
    page = (ROOT / "docs/machine-readable.md").read_text(encoding="utf-8")

    assert [form.name for form in FORMATS if f"`{form.name}`" not in page] == []
