"""``billhook read --explain`` shows what spoke for each value, and where; ``--hints`` tries a supplier's file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import Result

from billhook.cli.faults import CliError
from billhook.local.samples import LAYOUTS, text_bill
from tests.extraction.annotate.zephyr import HINTS, ROWS
from tests.extraction.pages import sheet_of

Run = Callable[..., Result]


def written(name: str, content: bytes) -> Path:
    path = Path(name)
    path.write_bytes(content)
    return path


def test_explain_prints_candidates_scores_and_checks(billhook: Run) -> None:
    truth = LAYOUTS["us_electric"](3).truth

    done = billhook("read", written("bill.pdf", text_bill(3)), "--explain", "--json")

    for word in ("total_charges", "account_number", "bill_date", str(truth.total_charges), "holds"):
        assert word in done.stderr
    assert "page 2 goes on" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_explain_draws_pages_with_boxes(billhook: Run) -> None:
    done = billhook("read", written("bill.pdf", text_bill(3)), "--explain", "--json")

    assert done.exit_code == 0
    with Image.open("bill.page-1.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert (0, 130, 60) in colours
    assert Path("bill.page-2.png").exists()


def test_read_hints_are_applied(billhook: Run, tmp_path: Path) -> None:
    (tmp_path / "zephyr.toml").write_text(HINTS, encoding="utf-8")
    bill = written("bill.pdf", sheet_of(ROWS).pdf())

    plain = billhook("read", bill, "--json")
    helped = billhook("read", bill, "--json", "--explain", "--hints", tmp_path)

    assert '"totalCharges": "121.00"' not in plain.stdout
    assert '"totalCharges": "121.00"' in helped.stdout
    assert "hints of zephyr.toml" in helped.stderr


def test_read_invalid_hints_name_the_file(billhook: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[match]\nany = []")

    done = billhook("read", written("bill.pdf", text_bill(3)), "--hints", tmp_path)

    assert isinstance(done.exception, CliError)
    assert "mine.toml: match.any" in str(done.exception)


@pytest.mark.parametrize("content", [b"no bill at all", b'{"Blocks": []}'])
def test_explain_unreadable_file_prints_reason_only(billhook: Run, content: bytes) -> None:
    done = billhook("read", written("odd.bin", content), "--explain", "--json")

    assert done.exit_code == 1
    assert not list(Path().glob("*.png"))
