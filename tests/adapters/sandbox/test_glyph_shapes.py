"""Glyph shapes: a text layer that names other characters than the page shows is not believed."""

from collections.abc import Callable

import pytest

from billhook.adapters.sandbox import glyph_shapes
from billhook.adapters.sandboxed_files import SandboxedFiles
from tests.adapters.sandbox.sample_files import LINES, a_pdf, with_unicode_map, write


def shifted(code: int) -> int:
    """Another letter for each letter, another figure for each figure."""
    letter = chr(code)
    if "a" <= letter <= "z":
        return 97 + (code - 97 + 11) % 26
    if "A" <= letter <= "Z":
        return 65 + (code - 65 + 15) % 26
    return figures_shifted(code)


def figures_shifted(code: int) -> int:
    return 48 + (code - 48 + 3) % 10 if chr(code).isdigit() else code


def pages_to_ocr(content: bytes) -> tuple[int, ...]:
    with SandboxedFiles().open(content) as file:
        return file.pages_to_ocr


@pytest.mark.parametrize("replace", [shifted, figures_shifted])
def test_glyph_shapes_of_a_wrong_unicode_map_need_ocr(replace: Callable[[int], int]) -> None:
    honest = a_pdf(lambda canvas: write(canvas, LINES * 2, font="Vera"))

    assert pages_to_ocr(honest) == ()
    assert pages_to_ocr(with_unicode_map(honest, replace)) == (1,)


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Italic"])
def test_glyph_shapes_of_standard_fonts_are_accepted(font: str) -> None:
    assert pages_to_ocr(a_pdf(lambda canvas: write(canvas, LINES * 3, font=font))) == ()


@pytest.mark.parametrize(
    ("text", "has_none"),
    [
        ("Account number and total amount due for electricity " * 3, False),
        ("Gdprpgv nsmrtk bchrwd pcs kdbqt lwzh fgrxtrkn " * 3, True),
        ("kWh CCF MMBtu 12.50", False),
        ("Λογαριασμός ρεύματος κατανάλωση " * 5, False),
        ("Vyúčtování spotřeby, čtvrtletní platby zákazníka " * 3, False),
    ],
)
def test_letters_without_vowels_are_no_words(text: str, has_none: bool) -> None:
    assert glyph_shapes.has_no_words(text) is has_none


def test_figures_wider_than_others_are_not_the_figure_1() -> None:
    assert glyph_shapes.figures_contradict({"1": 0.5, "4": 0.43, "2": 0.5})
    assert not glyph_shapes.figures_contradict({"1": 0.3, "4": 0.5, "2": 0.5})
    assert not glyph_shapes.figures_contradict({"4": 0.3, "2": 0.5})
