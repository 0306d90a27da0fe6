"""Known utilities that a bill names: headings, sentences, web addresses, and companies that are not the issuer."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from billhook.extraction.candidates.issuer import propose_issuers
from billhook.extraction.candidates.known_issuers import (
    known_first,
    names_of_domains,
    owned_domains,
    owns_domain,
    propose_known_names,
    words_of_domains,
)
from billhook.extraction.data.source import extra_data
from billhook.extraction.layout.candidate import Candidate
from tests.extraction.pages import Row, annotated_rows

LINES = "Fenland Retail | fenland.example\nUpton Wires\nVerve\n"


@pytest.fixture(autouse=True)
def invented(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "utilities").mkdir()
    (tmp_path / "utilities" / "IE.txt").write_text(LINES, encoding="utf-8")
    with extra_data(tmp_path):
        yield


def scores(*rows: Row) -> dict[str, float]:
    return {name.value: name.score for name in propose_known_names(annotated_rows(*rows))}


def test_name_in_a_sentence_is_proposed_as_printed() -> None:
    assert list(scores({40: "Thank you for choosing FENLAND RETAIL as your company."})) == ["FENLAND RETAIL"]


def test_words_in_small_letters_are_no_name() -> None:
    assert scores({40: "the fenland retail trade is growing"}) == {}


def test_name_of_one_word_counts_only_alone() -> None:
    assert scores({40: "Verve and style"}, {40: "Dear Verve reader"}) == {}
    assert list(scores({40: "Verve"})) == ["Verve"]


def test_word_in_small_letters_is_no_name() -> None:
    assert scores({40: "verve"}) == {}


def test_known_utility_comes_before_a_doubtful_name() -> None:
    (known,) = propose_known_names(annotated_rows({40: "Fenland Retail"}))
    known = known.scored(0.3)
    advert, logo = (known._replace(value=name, score=score) for name, score in (("Stamp Box", 0.45), ("Oakmere", 0.5)))

    def first(*names: Candidate[str]) -> str:
        return known_first(names, [known])[0].value

    assert first(advert, known) == "Fenland Retail"
    assert first(logo, known) == "Oakmere"
    assert first(advert, known.scored(0.1)) == "Stamp Box"
    assert known_first((), [known]) == ()


def test_name_is_surer_when_repeated_or_with_its_address() -> None:
    once = scores({40: "Fenland Retail"})["Fenland Retail"]

    assert scores({40: "Fenland Retail"}, {40: "Fenland Retail"})["Fenland Retail"] > once
    assert scores({40: "Fenland Retail"}, {40: "www.fenland.example"})["Fenland Retail"] > once


def test_web_address_alone_names_its_owner() -> None:
    (name,) = propose_known_names(annotated_rows({40: "Pay at www.fenland.example today"}))

    assert (name.value, name.text) == ("Fenland Retail", "fenland.example")


@pytest.mark.parametrize("label", ["Your network operator", "Distributor"])
def test_network_operator_is_not_the_issuer(label: str) -> None:
    names = propose_issuers(
        annotated_rows(
            {40: "Bill no. 4711200"},
            {40: f"{label}: Upton Wires", 330: "Fenland Retail"},
            {40: "Account number  12345678"},
        )
    ).issuers

    assert names[0].value == "Fenland Retail"


@pytest.mark.parametrize(("name", "is_known"), [("Fenland Retail Ltd", True), ("Fenland Bakery Ltd", False)])
def test_issuer_is_known_with_its_legal_form(name: str, is_known: bool) -> None:
    found = propose_issuers(annotated_rows({40: name}, {40: "Account number  12345678"}))

    assert (found.issuers[0].value, found.is_issuer_known) == (name, is_known)


def test_owned_domains_of_cells_are_labels_without_dashes() -> None:
    doc = annotated_rows({40: "Visit www.north-gas.com or mail help@north-gas.com"}, {40: "See south.com"})

    assert owned_domains(doc, doc.layout.cells[:1]) == Counter({"northgas": 2})


@pytest.mark.parametrize(("parts", "owned"), [(["north", "gas"], 1.0), (["south", "water"], 0.0)])
def test_owns_domain_by_joined_words(parts: list[str], owned: float) -> None:
    assert owns_domain(parts, Counter({"northgas": 1})) == owned


def test_words_of_domains_in_a_sentence() -> None:
    doc = annotated_rows({40: "Gas leaks are mended by Fenland Grid at any hour."})

    (name,) = words_of_domains(doc, Counter({"fenlandgridusa": 1}))

    assert name.value == "Fenland Grid"


def test_words_of_domains_with_punctuation_run_together() -> None:
    doc = annotated_rows({40: "Write to Fen-Land (Grid), or call Marsh Light at noon."})

    names = [name.value for name in words_of_domains(doc, Counter({"fenlandgrid": 1, "marshlight": 2}))]

    assert names == ["Fen-Land Grid", "Marsh Light"]


@pytest.mark.parametrize(
    ("address", "rest", "name"),
    [
        ("www.northgategeneral.com", "Northgate, OR 97200", "Northgate General"),
        ("fenland-grid.com", "Write to us", "Fenland Grid"),
        ("www.marshlight.com", "Write to us", "Marshlight"),
    ],
)
def test_names_of_domains_are_split_by_words_of_the_page(address: str, rest: str, name: str) -> None:
    doc = annotated_rows({40: address}, {40: rest})

    found = names_of_domains(doc, owned_domains(doc, doc.layout.cells))

    assert [candidate.value for candidate in found] == [name]
