"""Word joins: letters apart, raised cents and amounts in two columns become the words that are printed."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandbox.word_joins import TextPart, joined_words, may_join
from billhook.adapters.sandboxed_files import SandboxedFiles
from tests.adapters.sandbox.sample_files import a_pdf


def words_of(paint: Callable[[Canvas], None]) -> list[str]:
    with SandboxedFiles().open(a_pdf(paint)) as file:
        return [word.text for word in file.text_layer.pages[0].words]


def row(*texts: str, gap: float, y: float = 100) -> list[TextPart]:
    """Words of one row, ten points high, five points a character."""
    parts, x = [], 40.0
    for text in texts:
        parts.append(TextPart(text, x, y - 10, x + 5 * len(text), y, 1.0))
        x += 5 * len(text) + gap
    return parts


def texts_of(parts: list[TextPart]) -> list[str]:
    return [part.text for part in joined_words(parts)]


def test_letters_apart_by_blanks_are_words() -> None:
    apart = "   ".join(" ".join(word) for word in ("Account", "number"))

    assert words_of(lambda canvas: canvas.drawString(40, 700, apart)) == ["Account", "number"]


def test_letters_of_a_month_axis_stay_apart() -> None:
    assert texts_of(row(*"JFMAMJJASOND", gap=12)) == list("JFMAMJJASOND")


@pytest.mark.parametrize(("digits", "gap", "joined"), [("440192", 2, 1), ("440192", 9, 6), ("4401", 2, 4)])
def test_digits_apart_are_a_number_if_they_are_many_and_close(digits: str, gap: float, joined: int) -> None:
    assert len(texts_of(row(*digits, gap=gap))) == joined


@pytest.mark.parametrize(("lift", "size"), [(6, 8), (3, 10)])
def test_cents_raised_after_an_amount_are_its_decimals(lift: float, size: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 16)
        canvas.drawString(40, 700, "$174")
        x = 41 + canvas.stringWidth("$174", "Helvetica", 16)
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 700 + lift, "91")

    assert words_of(paint) == ["$174.91"]


def test_cents_after_a_thousands_point_follow_a_comma() -> None:
    whole = TextPart("1.174", 40, 84, 80, 100, 1.0)
    cents = TextPart("91", 82, 84, 90, 92, 1.0)

    assert texts_of([whole, cents]) == ["1.174,91"]


def test_cents_in_a_box_end_the_row_of_an_amount() -> None:
    assert texts_of(row("$174", "91", gap=12)) == ["$174.91"]
    assert texts_of(row("$174", "91", "days", gap=12)) == ["$174", "91", "days"]
    assert texts_of(row("174", "91", gap=12)) == ["174", "91"]


def test_footnote_mark_is_no_cents() -> None:
    whole = TextPart("m", 40, 84, 50, 100, 1.0)
    mark = TextPart("3", 50, 84, 54, 92, 1.0)

    assert texts_of([whole, mark]) == ["m", "3"]


def test_columns_of_rupees_and_paise_are_amounts() -> None:
    heading = [TextPart("Rupee", 470, 90, 500, 100, 1.0), TextPart("Paise", 520, 90, 545, 100, 1.0)]
    rows = [
        part
        for y, whole, paise in ((120, "6112", "50"), (140, "0", "0"), (160, "25940", "5"))
        for part in (
            TextPart("1", 275, y - 10, 280, y, 1.0),
            TextPart(whole, 505 - 5 * len(whole), y - 10, 505, y, 1.0),
            TextPart(paise, 522, y - 10, 532, y, 1.0),
        )
    ]

    assert texts_of(heading + rows) == ["Rupee", "Paise", "1", "6112.50", "1", "0.00", "1", "25940.05"]


@pytest.mark.parametrize(
    ("text", "is_possible"),
    [
        ("Total amount due 174.91", False),
        ("T o t a l", True),
        ("$174 91", True),
        ("Rs. Ps.", True),
        ("30.06 91", False),
    ],
)
def test_may_join_is_a_check_of_the_texts(text: str, is_possible: bool) -> None:
    assert may_join(text.split()) is is_possible
