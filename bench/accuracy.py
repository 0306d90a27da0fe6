"""Accuracy of extraction on generated bills of open and held-out layouts, and on the corpus if there is one.

Run as ``python bench/accuracy.py [bills] [--without-corpus] [--write]``. ``bills`` (600) is the number of generated
bills of each set; a fifth of them is degraded as OCR text. Look-alikes and files of several bills are generated too.
``--write`` updates docs/accuracy.md. Prints tables and one JSON line; rates have 95 % intervals (Wilson).
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from billhook.cli.evaluation.measurement import Measure, Rate, reliability  # noqa: E402
from billhook.domain.document_text import DocumentText  # noqa: E402
from billhook.extraction.pipeline.pipeline import extract  # noqa: E402
from billhook.wire.document import bill_json  # noqa: E402
from tests.bills import held_out  # noqa: E402
from tests.bills import open as in_the_open  # noqa: E402
from tests.bills.bundles import recognised  # noqa: E402
from tests.bills.composing import GeneratedFile  # noqa: E402
from tests.bills.further_countries import FURTHER  # noqa: E402

BILLS = 600
FURTHER_SHARE = 20
"""One bill per country with a further language is generated for this number of other bills."""
FIRST_SEED = 100_000
"""Smaller seeds are for work on rules and for training."""
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Table:
    """A set of files and its measurement."""

    name: str
    measure: Measure


def predicted(made: GeneratedFile, document_text: DocumentText) -> dict[str, Any]:
    """The prediction record that ``billhook read --json`` prints for ``document_text``."""
    bills = extract(document_text).bills
    return {"file": made.file, "isUtilityBill": bool(bills), "documents": [bill_json(bill) for bill in bills]}


def generated(name: str, source: ModuleType, count: int) -> Iterator[Table]:
    """Bills in common languages, as text and as recognised; in further languages, as text; look-alikes and bundles."""
    text, ocr, further, files = Measure(), Measure(), Measure(), Measure()
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        made: GeneratedFile = source.bill(seed)
        if made.truth["country"] in FURTHER:
            further.add(made.truth, predicted(made, made.reading))
        elif seed % 5:
            text.add(made.truth, predicted(made, made.reading))
        else:
            ocr.add(made.truth, predicted(made, recognised(made.reading, seed)))
    for code in (code for code, country in FURTHER.items() if source.PARTS.speaks(country.language)):
        for seed in range(FIRST_SEED, FIRST_SEED + max(1, count // FURTHER_SHARE)):
            made = source.bill(seed, code)
            further.add(made.truth, predicted(made, made.reading))
    for seed in range(FIRST_SEED, FIRST_SEED + max(1, count // 8)):
        other = source.other(seed)
        files.add(other.truth, predicted(other, other.reading))
    for seed in range(FIRST_SEED, FIRST_SEED + max(1, count // 20)):
        several = source.several(seed)
        files.add(several.truth, predicted(several, several.reading))
    yield Table(f"{name} layouts, text", text)
    yield Table(f"{name} layouts, recognised", ocr)
    yield Table(f"{name} layouts, further languages", further)
    yield Table(f"{name} look-alikes and files of several bills", files)


def corpus() -> Iterator[Table]:
    """The files of the test corpus, read as by ``billhook read``, with OCR for pages without text."""
    folder = Path(os.environ.get("BILLHOOK_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "truth").is_dir():
        print(f"corpus skipped: {folder} not found", file=sys.stderr)
        return
    from billhook.cli.commands.evaluate import truths_in  # noqa: PLC0415
    from billhook.cli.commands.read import BillReader  # noqa: PLC0415

    reader = BillReader()
    for name, truths in (("corpus", folder / "truth"), ("corpus, synthetic", folder / "synthetic" / "truth")):
        measure, known = Measure(), truths_in(truths)
        for path in sorted(path for path in folder.rglob("*") if path.name in known):
            measure.add(known[path.name], reader(path))
        yield Table(name, measure)


def error_rate(measure: Measure) -> Rate:
    """The rate of wrong values among those with a confidence above 0.9 and no failed check."""
    return Rate.of([float(not value.right) for value in measure.sure])


def as_markdown(tables: list[Table]) -> str:
    """Rates per field and set, then the calibration of the held-out values."""
    scored = [table for table in tables if table.measure.scores.get("bill_date")]
    lines = ["| field | " + " | ".join(table.name for table in scored) + " |", "|---|" + "---|" * len(scored)]
    rows = {"**header**": [table.measure.header for table in scored]}
    rows["confidence > 0.9 and passing checks: wrong"] = [error_rate(table.measure) for table in scored]
    names = dict.fromkeys(name for table in scored for name in table.measure.fields())
    rows |= {name: [table.measure.fields().get(name, Rate(0.0, 0)) for table in scored] for name in names}
    for name, rates in rows.items():
        lines.append(f"| {name} | " + " | ".join(_cell(rate) for rate in rates) + " |")
    others = [table for table in tables if "documents" in table.measure.scores]
    for table in others:
        classified, split = (_cell(table.measure.fields()[name]) for name in ("is_utility_bill", "documents"))
        lines += ["", f"{table.name}: classified correctly {classified}; split into the right number of bills {split}."]
    lines += ["", "## Calibration of confidences", "", "Held-out layouts, text and recognised:", ""]
    held_out_tables = [table for table in tables if table.name.startswith("held-out layouts, ")]
    values = [value for table in held_out_tables for value in table.measure.values]
    lines += ["| confidence | values | mean confidence | right |", "|---|---|---|---|"]
    for row in reliability(values):
        right = row["right"]
        lines.append(f"| {row['above']:.2f} to {row['upTo']:.2f} | {right['count']} | {row['said']:.3f} | "
                     f"{right['rate']:.3f} [{right['low']:.3f}, {right['high']:.3f}] |")  # fmt: skip
    return "\n".join(lines)


def _cell(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.rate:.1%} [{low:.1%}, {high:.1%}] of {rate.count}" if rate.count else "-"


def write(tables: list[Table]) -> None:
    """Replace the text between the markers in docs/accuracy.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{as_markdown(tables)}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bills", nargs="?", type=int, default=BILLS)
    parser.add_argument("--without-corpus", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/accuracy.md")
    options = parser.parse_args()
    tables = [*generated("open", in_the_open, options.bills), *generated("held-out", held_out, options.bills)]
    tables += [] if options.without_corpus else corpus()
    for table in tables:
        print(f"== {table.name}")
        for name, rate in table.measure.fields().items():
            print(f"{name:18} {rate}")
        if table.measure.header.count:
            print(f"{'HEADER':18} {table.measure.header}")
            print(f"{'sure but wrong':18} {error_rate(table.measure)}")
    if options.write:
        write(tables)
    print(json.dumps({"bench": "accuracy", "bills": options.bills, **{t.name: t.measure.record() for t in tables}}))


if __name__ == "__main__":
    main()
