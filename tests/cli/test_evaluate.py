"""``billhook evaluate``: rates of bills against the truth of the user."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from billhook.cli.faults import CliError
from tests.bills import open as in_the_open
from tests.cli.evaluation.records import TRUTH, prediction

Run = Callable[..., Result]


def test_evaluate_truth_and_bills_gives_rates(billhook: Run, tmp_path: Path) -> None:
    made = in_the_open.bill(5, "US")
    folder = tmp_path / "truth"
    folder.mkdir()
    (folder / "t.json").write_text(json.dumps(made.truth), encoding="utf-8")
    bill = tmp_path / made.file
    bill.write_bytes(made.sheet.pdf())

    done = billhook("evaluate", folder, bill, "--json", "--details")

    measured = json.loads(done.stdout)
    assert done.exit_code == 0
    assert measured["files"] == 1
    assert measured["fields"]["total_due"] == {"way": "numeric", "rate": 1.0, "count": 1, "low": 0.2065, "high": 1.0}
    assert [detail["file"] for detail in measured["details"]] == [str(bill)]


def test_evaluate_stored_predictions_needs_no_bills(billhook: Run, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    lines = tmp_path / "read.ndjson"
    lines.write_text(json.dumps(prediction()) + "\n" + json.dumps({**prediction(), "file": "two.pdf"}) + "\n")

    done = billhook("evaluate", tmp_path, lines)

    assert done.exit_code == 0
    assert "payments           numeric    0.0%" in done.stdout
    assert "no truth for: two.pdf" in done.stderr


def test_evaluate_without_truth_fails(billhook: Run, tmp_path: Path) -> None:
    lines = tmp_path / "read.ndjson"
    lines.write_text(json.dumps(prediction()) + "\n")

    done = billhook("evaluate", tmp_path, lines)

    assert isinstance(done.exception, CliError)
