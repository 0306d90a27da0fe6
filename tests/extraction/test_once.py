"""Answers about a document are worked out once, and rows are their caller's own."""

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.charge_rows import columns_of, rows_of
from billhook.extraction.candidates.memo import once
from billhook.extraction.layout.lines import Cell
from tests.extraction.pages import view_of


def test_a_question_is_answered_once_for_each_cell_of_each_document() -> None:
    asked: list[str] = []

    @once
    def text(doc: AnnotatedDocument, cell: Cell) -> str:
        asked.append(cell.text)
        return cell.text

    for doc in (view_of({40: "Total", -500: "9.99"}), view_of({40: "Total"})):
        answers = [text(doc, cell) for cell in (*doc.layout.cells, *doc.layout.cells)]

    assert answers == ["Total", "Total"]
    assert asked == ["Total", "9.99", "Total"]


def test_what_one_caller_notes_in_rows_another_does_not_see() -> None:
    doc = view_of(*({40: "Notes", 200: f"Charge {number}", -500: f"{number}.10"} for number in range(1, 6)), {
        200: "Tax", -500: "1.00"})  # fmt: skip
    before = [len(row.said) for row in rows_of(doc)]

    columns_of(mine := rows_of(doc))
    mine[0].children = [mine[1]]

    assert [len(row.said) for row in rows_of(doc)] == before
    assert not any(row.children for row in rows_of(doc))
