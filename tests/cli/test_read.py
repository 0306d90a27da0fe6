"""``billhook read``: one record per file, also for files that fail."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from billhook.cli.bills import rows_of
from billhook.cli.commands.read import BillReader
from billhook.cli.faults import CliError, Exit
from billhook.domain.document_text import DocumentText
from billhook.local.samples import LAYOUTS, german_bill, non_bill, text_bill, unreadable_file

Run = Callable[..., Result]


def written(name: str, content: bytes) -> Path:
    path = Path(name)
    path.write_bytes(content)
    return path


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_read_bill_has_total_with_evidence(billhook: Run) -> None:
    done = billhook("read", written("bill.pdf", text_bill(3)), "--json")

    (line,) = lines(done)
    (bill,) = line["documents"]
    assert done.exit_code == 0
    assert (line["file"], line["isUtilityBill"], line["reason"]) == ("bill.pdf", True, None)
    assert float(bill["totalCharges"]) > 0
    assert bill["evidence"]["totalCharges"]["page"] == 1
    assert all(check["holds"] for check in bill["checks"])


def test_read_prints_a_record_per_file_in_order(billhook: Run) -> None:
    files = [
        written("cut.pdf", unreadable_file(3)),
        written("chairs.pdf", non_bill(3)),
        written("words.pdf", b"Dear customer"),
        written("empty.pdf", b""),
        written("bill.pdf", text_bill(4)),
    ]

    done = billhook("read", *files, "--json")

    assert done.exit_code == Exit.SOME_FAILED
    assert [(line["file"], line["reason"]) for line in lines(done)] == [
        ("cut.pdf", "corrupt"),
        ("chairs.pdf", "not_a_utility_bill"),
        ("words.pdf", "unsupported_type"),
        ("empty.pdf", "corrupt"),
        ("bill.pdf", None),
    ]


def test_read_internal_error_does_not_stop_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: DocumentText) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("billhook.extraction.pipeline.pipeline.extract", broken)

    line = BillReader()(written("bill.pdf", text_bill(5)))

    assert (line["documents"], line["reason"]) == ([], "internal-error")


def test_read_file_without_permission_has_a_reason(tmp_path: Path) -> None:
    assert BillReader()(tmp_path)["reason"] == "unreadable"


def test_read_missing_file_is_exit_code_2(billhook: Run) -> None:
    done = billhook("read", "nowhere.pdf")

    assert isinstance(done.exception, CliError)
    assert done.exception.code is Exit.USAGE


def test_read_on_a_terminal_prints_values_and_checks(billhook: Run) -> None:
    done = billhook("read", written("bill.pdf", text_bill(3)))

    assert "totalCharges" in done.stdout
    assert "p1 '$" in done.stdout
    assert "holds" in done.stdout


def test_read_shows_what_a_code_states(billhook: Run) -> None:
    bill = written("strom.pdf", german_bill(1))

    (line,) = lines(billhook("read", bill, "--json"))
    table = " ".join(billhook("read", bill).stdout.split())

    (document,) = line["documents"]
    (witness,) = document["witnesses"]
    assert (witness["format"], witness["page"], witness["source"]) == ("epc-qr", 1, "code")
    assert witness["values"]["totalCharges"] == document["totalCharges"]
    assert [check["holds"] for check in document["checks"] if check["name"] == "code-agrees"] == [True]
    assert f"states epc-qr p1: totalCharges {document['totalCharges']}" in table


def test_read_hides_balances_without_evidence() -> None:
    bill = {"credits": "0.00", "totalCharges": "5.00", "evidence": {}, "usageData": [], "lineItems": []}

    assert rows_of(bill) == [("totalCharges", "5.00", "")]


def test_read_accepts_a_recorded_textract_answer(billhook: Run) -> None:
    blocks = [
        {
            "BlockType": "WORD",
            "Text": word.text,
            "Confidence": 99.0,
            "Page": page.number,
            "Geometry": {
                "BoundingBox": {
                    "Left": word.box.x0,
                    "Top": word.box.y0,
                    "Width": word.box.x1 - word.box.x0,
                    "Height": word.box.y1 - word.box.y0,
                }
            },
        }
        for page in LAYOUTS["us_electric"](3).sheet.reading().pages
        for word in page.words
    ]
    answer = json.dumps({"JobStatus": "SUCCEEDED", "Blocks": blocks}).encode()

    done = billhook("read", written("answer.json", answer), written("other.json", b'{"a": 1}'), "--json")

    bill, other = lines(done)
    assert (bill["isUtilityBill"], other["reason"]) == (True, "unsupported_type")
