"""The list of known utilities: names, aliases and web domains."""

from pathlib import Path

import pytest

from billhook.extraction.data.source import extra_data, lines_of
from billhook.extraction.language.lexicon import find_phrases
from billhook.extraction.language.utilities import known_utilities

LINES = "Fenland Gas & Light | FGL Retail | fenland.example\nUpton Water\n"


def names_in(text: str) -> list[str]:
    """The usual names of the known utilities in ``text``."""
    found = find_phrases(known_utilities().names, text.split())
    return [utility.name for _, _, utilities in found for utility in utilities]


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A folder that adds two utilities of Ireland."""
    (tmp_path / "utilities").mkdir()
    (tmp_path / "utilities" / "IE.txt").write_text(LINES, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("text", ["bills of fenland gas & light", "fenland gas and light", "call fgl retail now"])
def test_utility_is_named_by_each_spelling(invented: Path, text: str) -> None:
    with extra_data(invented):
        assert names_in(text) == ["Fenland Gas & Light"]


def test_part_of_a_name_names_nobody(invented: Path) -> None:
    with extra_data(invented):
        assert names_in("fenland gas bill") == []


@pytest.mark.parametrize(
    ("name", "is_listed"),
    [
        ("Upton Water", True),
        ("UPTON WATER Company Ltd", True),
        ("Upton Tea", False),
        ("A letter of friends of Upton Water from town", False),
    ],
)
def test_utilities_have_a_name_with_few_words_around(invented: Path, name: str, is_listed: bool) -> None:
    with extra_data(invented):
        assert known_utilities().has(name) is is_listed


@pytest.mark.parametrize("address", ["fenland.example", "www.fenland.example", "help@mail.fenland.example"])
def test_address_belongs_to_the_owner_of_its_domain(invented: Path, address: str) -> None:
    with extra_data(invented):
        owner = known_utilities().of_address(address)

    assert owner is not None
    assert (owner.name, owner.country) == ("Fenland Gas & Light", "IE")


@pytest.mark.parametrize("address", ["notfenland.example", "fenland.example.org", "example"])
def test_similar_address_belongs_to_nobody(invented: Path, address: str) -> None:
    with extra_data(invented):
        assert known_utilities().of_address(address) is None


def test_utility_domains_have_one_owner() -> None:
    owners: dict[str, set[str]] = {}
    for country, line in lines_of("utilities"):
        names = [spelling.strip() for spelling in line.split("|")]
        for domain in (name for name in names if "." in name and " " not in name and name.islower()):
            owners.setdefault(domain, set()).add(f"{country} {names[0]}")

    assert {domain: names for domain, names in owners.items() if len(names) > 1} == {}
