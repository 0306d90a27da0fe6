"""Paths of XML elements: names, any name, a chosen child, attributes, alternatives."""

import pytest

from billhook.domain.xml_element import XmlElement

ROOT = XmlElement(
    "Invoice",
    children=(
        XmlElement("ID", "17"),
        XmlElement("Note"),
        XmlElement("Ref", children=(XmlElement("Type", "50"), XmlElement("ID", "A"))),
        XmlElement("Ref", children=(XmlElement("Type", "130"), XmlElement("ID", "B", {"scheme": "ABZ"}))),
    ),
)


@pytest.mark.parametrize(
    ("paths", "texts"),
    [
        ("ID", ["17"]),
        ("Ref/ID", ["A", "B"]),
        ("Ref[Type=130]/ID", ["B"]),
        ("Ref[Type=130]/ID/@scheme", ["ABZ"]),
        ("Ref/*", ["50", "A", "130", "B"]),
        ("Note | Absent | ID", ["17"]),
        ("ID/@absent", []),
        ("", []),
    ],
)
def test_texts_at_paths_are_those_of_the_chosen_elements(paths: str, texts: list[str]) -> None:
    assert list(ROOT.texts_at(paths)) == texts


def test_text_at_absent_path_is_none() -> None:
    assert ROOT.text_at("Ref/Absent") is None


def test_descendants_are_found_at_any_depth() -> None:
    assert [found.text for found in ROOT.descendants("ID")] == ["17", "A", "B"]
