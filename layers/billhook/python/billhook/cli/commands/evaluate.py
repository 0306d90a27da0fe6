"""``billhook evaluate``: measure extraction accuracy on your own bills with known truth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from billhook.cli.evaluation.measurement import Measure, Rate
from billhook.cli.faults import CliError
from billhook.cli.options import Json
from billhook.cli.output import Output, say

READ_BEFORE = {".ndjson", ".jsonl"}
Truth = Annotated[Path, typer.Argument(help="A folder of truth files, one JSON per bill.", show_default=False)]
Bills = Annotated[
    list[Path], typer.Argument(help="Bills, or .ndjson files that `billhook read --json` wrote.", show_default=False)
]
Details = Annotated[bool, typer.Option("--details", help="Show the errors of each file.")]


def evaluate(truth: Truth, files: Bills, as_json: Json = False, details: Details = False) -> None:
    """Read bills on this machine and compare them with their truth, field by field.

    Prints each field's accuracy with its 95 % interval, the header accuracy, and the calibration of confidences.
    """
    truths = truths_in(truth)
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise CliError(f"No such file: {', '.join(map(str, missing))}")
    measure = Measure()
    for prediction in _predictions(files):
        name = Path(prediction["file"]).name
        if name in truths:
            measure.add(truths[name], prediction)
        else:
            measure.unknown.append(name)
    if measure.unknown:
        say(f"no truth for: {', '.join(measure.unknown)}")
    if not measure.scores:
        raise CliError(f"None of the files has a truth in {truth}")
    if as_json:
        more = {"details": measure.details} if details else {}
        Output(as_json=True).line({**measure.record(), **more})
    else:
        _print(measure, details=details)


def truths_in(folder: Path) -> dict[str, dict[str, Any]]:
    """Truth records by the name of the file that they are about."""
    if not folder.is_dir():
        raise CliError(f"No such folder: {folder}")
    truths = {}
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise CliError(f"{path} is no JSON: {error}") from error
        if isinstance(record, dict) and "file" in record:
            truths[Path(record["file"]).name] = record
    return truths


def _predictions(files: list[Path]) -> Iterator[dict[str, Any]]:
    from billhook.cli.commands.read import BillReader  # noqa: PLC0415

    reader = BillReader()
    for path in files:
        if path.suffix in READ_BEFORE:
            yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        else:
            yield reader(path)


def _print(measure: Measure, *, details: bool) -> None:
    ways = measure.record()["fields"]
    for name, rate in measure.fields().items():
        print(f"{name:18} {ways[name]['way']:8} {rate}")
    print(f"{'HEADER':18} {'':8} {measure.header}")
    sure = measure.sure
    if sure:
        wrong = Rate.of([float(not outcome.right) for outcome in sure])
        print(f"said with more than 0.9 and passing their checks: {wrong} wrong")
    for row in measure.record()["calibration"]:
        right = row["right"]
        print(
            f"  confidence {row['above']:.2f} to {row['upTo']:.2f}: said {row['said']:.3f}, "
            f"right {right['rate']:.3f} [{right['low']:.3f}, {right['high']:.3f}] of {right['count']}"
        )
    if details:
        for detail in measure.details:
            if detail["wrong"]:
                print(f"{detail['file']}: " + ", ".join(f"{name}={score:g}" for name, score in detail["wrong"].items()))
