"""Names that own web addresses, and words that spell them."""

from collections import Counter

import pytest

from billhook.extraction.candidates.web_domains import domains_in, names_of_domains, owns_domain, words_of_domains
from tests.extraction.pages import annotated_rows


def test_domains_in_gives_owned_labels() -> None:
    assert domains_in(["Visit www.north-gas.com or mail help@north-gas.com"]) == Counter({"northgas": 2})


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

    found = names_of_domains(doc, domains_in([address]))

    assert [candidate.value for candidate in found] == [name]
