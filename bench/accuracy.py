"""How right bills are read: generated ones of open and of held-out layouts, and the corpus where there is one.

Run as ``python bench/accuracy.py [bills] [--without-corpus] [--write]``: so many generated bills of each set (600), a
fifth of them as a recogniser would hand them on, look-alikes and files of several bills beside them. ``--write`` puts
the tables into docs/accuracy.md. Prints tables and one JSON line; rates carry 95 % intervals (Wilson).
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
from billhook.extraction import extract  # noqa: E402
from billhook.wire.document import bill_json  # noqa: E402
from tests.bills import held_out  # noqa: E402
from tests.bills import open as in_the_open  # noqa: E402
from tests.bills.bundles import recognised  # noqa: E402
from tests.bills.composing import Made  # noqa: E402
from tests.bills.further_countries import FURTHER  # noqa: E402

BILLS = 600
FURTHER_SHARE = 20
"""For so many bills of any country there is one of each country that speaks a further language."""
FIRST_SEED = 100_000
"""Seeds from here on are for measuring alone: work on rules and training use smaller ones."""
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Table:
    """One set of files and what was measured over it."""

    name: str
    measure: Measure


def predicted(made: Made, reading: DocumentText) -> dict[str, Any]:
    """What ``billhook read --json`` would say of ``reading``."""
    bills = extract(reading).bills
    return {"file": made.file, "isUtilityBill": bool(bills), "documents": [bill_json(bill) for bill in bills]}


def generated(name: str, source: ModuleType, count: int) -> Iterator[Table]:
    """Bills in common languages, as text and as recognised; in further languages, as text; look-alikes and bundles."""
    text, seen, further, files = Measure(), Measure(), Measure(), Measure()
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        made: Made = source.bill(seed)
        if made.truth["country"] in FURTHER:
            further.add(made.truth, predicted(made, made.reading))
        elif seed % 5:
            text.add(made.truth, predicted(made, made.reading))
        else:
            seen.add(made.truth, predicted(made, recognised(made.reading, seed)))
    for code in (code for code, one in FURTHER.items() if source.PARTS.speaks(one.language)):
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
    yield Table(f"{name} layouts, recognised", seen)
    yield Table(f"{name} layouts, further languages", further)
    yield Table(f"{name} look-alikes and files of several bills", files)


def corpus() -> Iterator[Table]:
    """The files of the test corpus, read as ``billhook read`` reads them: with OCR where they have no text."""
    folder = Path(os.environ.get("BILLHOOK_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "truth").is_dir():
        print(f"no corpus at {folder}: left out", file=sys.stderr)
        return
    from billhook.cli.commands.evaluate import truths_in  # noqa: PLC0415
    from billhook.cli.commands.read import BillReader  # noqa: PLC0415

    reader = BillReader()
    for name, truths in (("corpus", folder / "truth"), ("corpus, synthetic", folder / "synthetic" / "truth")):
        measure, known = Measure(), truths_in(truths)
        for path in sorted(path for path in folder.rglob("*") if path.name in known):
            measure.add(known[path.name], reader(path))
        yield Table(name, measure)


def sure_of(measure: Measure) -> Rate:
    """How many of the values said with more than 0.9 and passing their checks are wrong."""
    return Rate.of([float(not one.right) for one in measure.sure])


def as_markdown(tables: list[Table]) -> str:
    """Rates per field and set, then the reliability of the held-out values."""
    kept = [table for table in tables if table.measure.scores.get("bill_date")]
    lines = ["| field | " + " | ".join(table.name for table in kept) + " |", "|---|" + "---|" * len(kept)]
    rows = {"**header**": [table.measure.header for table in kept]}
    rows["said > 0.9 and passing checks: wrong"] = [sure_of(table.measure) for table in kept]
    names = dict.fromkeys(name for table in kept for name in table.measure.fields())
    rows |= {name: [table.measure.fields().get(name, Rate(0.0, 0)) for table in kept] for name in names}
    for name, rates in rows.items():
        lines.append(f"| {name} | " + " | ".join(_cell(rate) for rate in rates) + " |")
    others = [table for table in tables if "documents" in table.measure.scores]
    for table in others:
        apart, split = (_cell(table.measure.fields()[name]) for name in ("is_utility_bill", "documents"))
        lines += ["", f"{table.name}: told apart {apart}; split into the right number of bills {split}."]
    lines += ["", "## Do confidences keep their promise?", "", "Held-out layouts, text and recognised:", ""]
    said = [one for table in tables if table.name.startswith("held-out layouts, ") for one in table.measure.values]
    lines += ["| confidence | values | said on average | right |", "|---|---|---|---|"]
    for row in reliability(said):
        right = row["right"]
        lines.append(f"| {row['above']:.2f} to {row['upTo']:.2f} | {right['count']} | {row['said']:.3f} | "
                     f"{right['rate']:.3f} [{right['low']:.3f}, {right['high']:.3f}] |")  # fmt: skip
    return "\n".join(lines)


def _cell(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.rate:.1%} [{low:.1%}, {high:.1%}] of {rate.count}" if rate.count else "-"


def write(tables: list[Table]) -> None:
    """Replace what stands between the marks in docs/accuracy.md."""
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
            print(f"{'sure and wrong':18} {sure_of(table.measure)}")
    if options.write:
        write(tables)
    print(json.dumps({"bench": "accuracy", "bills": options.bills, **{t.name: t.measure.record() for t in tables}}))


if __name__ == "__main__":
    main()
