"""Lines and cells from the geometry of words."""

from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.extraction.layout.lines import lay_out
from tests.extraction.pages import recognised, text_of_rows


def texts(reading: DocumentText) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in lay_out(reading).lines]


def test_lay_out_begins_a_cell_at_a_wide_gap() -> None:
    reading = text_of_rows({40: "Amount due", -500: "$12.34"}, {40: "Due date", -500: "Mar 5, 2024"})

    assert texts(reading) == [["Amount due", "$12.34"], ["Due date", "Mar 5, 2024"]]


def test_lay_out_keeps_amount_with_blank_in_one_cell() -> None:
    assert texts(text_of_rows({-500: "1\u00a0234,56 €"})) == [["1\u00a0234,56 €"]]
    assert texts(text_of_rows({-500: "1 234,56 €"})) == [["1 234,56 €"]]


def test_lay_out_joins_words_of_different_heights() -> None:
    words = (Word("Total", Box(0.1, 0.100, 0.15, 0.110)), Word("$9.99", Box(0.5, 0.094, 0.6, 0.113)))
    reading = DocumentText((PageText(1, 612, 792, Route.TEXT_LAYER, words),))

    assert texts(reading) == [["Total", "$9.99"]]


def test_lay_out_keeps_label_whole_beside_column_half_line_off() -> None:
    words = (
        Word("Division", Box(0.6, 0.1235, 0.65, 0.1325)),
        Word("Account", Box(0.1, 0.1273, 0.15, 0.1367)),
        Word("No.", Box(0.155, 0.1283, 0.17, 0.1373)),
        Word("778104", Box(0.3, 0.1280, 0.36, 0.1371)),
        Word("(North)", Box(0.6, 0.1324, 0.65, 0.1415)),
    )
    reading = DocumentText((PageText(1, 612, 792, Route.TEXT_LAYER, words),))

    assert texts(reading) == [["Account No.", "778104", "Division"], ["(North)"]]


def test_lay_out_drops_second_printing_of_a_word() -> None:
    words = (Word("Total", Box(0.1, 0.1, 0.2, 0.11)), Word("Total", Box(0.101, 0.1, 0.201, 0.11)))
    reading = DocumentText((PageText(1, 612, 792, Route.TEXT_LAYER, words),))

    assert texts(reading) == [["Total"]]


def test_lay_out_drops_rules_drawn_in_letters() -> None:
    assert texts(text_of_rows({40: "Charges", -500: "_____"})) == [["Charges"]]


def test_lay_out_keeps_rows_of_skewed_scan() -> None:
    rows = [{40: f"Charge number {number}", -560: f"${number}.00"} for number in range(10, 30)]
    level = recognised(text_of_rows(*rows))
    page = level.pages[0]
    leaning = tuple(
        Word(w.text, Box(w.box.x0, w.box.y0 + 0.012 * w.box.x0, w.box.x1, w.box.y1 + 0.012 * w.box.x0))
        for w in page.words
    )

    found = texts(DocumentText((PageText(1, page.width, page.height, Route.LOCAL_OCR, leaning),)))

    assert found == [[row[40], row[-560]] for row in rows]


def test_cell_box_spans_its_words() -> None:
    reading = text_of_rows({40: "Amount due"})

    (cell,) = lay_out(reading).cells

    assert (cell.x0, cell.y1) == (reading.pages[0].words[0].box.x0, reading.pages[0].words[1].box.y1)
    assert [word.text for word in cell.words_between(7, 10)] == ["due"]


def test_lay_out_of_empty_page_has_no_lines() -> None:
    assert lay_out(DocumentText((PageText(1, 612, 792, Route.BLANK),))).lines == ()
