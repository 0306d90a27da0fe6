#!/usr/bin/env python3
"""Learn ``extraction/calibration.json``: how often values of a field, a support and a score are right.

Run as ``python scripts/calibrate.py [bills]`` (4,000). Only open generated bills are used, of seeds that nothing is
measured on. So that the table holds for bills of issuers unknown, a share of the labels of every second bill is
replaced by words that no lexicon knows, and a quarter of the bills is handed on as a recogniser would.

In each cell the right answers are pooled so that confidence never falls with the score (isotonic regression by pool
adjacent violators); small pools lean towards the cell above them.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from billhook.cli.evaluation.saying import judged_in  # noqa: E402
from billhook.extraction.bills import bills_of  # noqa: E402
from billhook.extraction.calibration import Standing, standings  # noqa: E402
from billhook.wire.document import bill_json  # noqa: E402
from tests.bills import open as in_the_open  # noqa: E402
from tests.bills.bundles import recognised  # noqa: E402

BILLS = 4000
STRANGE = 25
"""Of a hundred labels of every second bill, so many are replaced by words that mean nothing."""
FEWEST = 60
"""A cell of fewer values is not kept: the next wider one speaks for it."""
PRIOR = 3.0
"""How many values the wider cell is worth in each pool of a closer one."""
TABLE = ROOT / "layers/billhook/python/billhook/extraction/calibration.json"
Sample = tuple[Standing, bool]
Knots = list[tuple[float, float]]


def samples(bills: int) -> Iterator[Sample]:
    """The standing of each value that the engine says, and whether it is right."""
    for seed in range(bills):
        made = in_the_open.bill(seed, strangeness=STRANGE * (seed % 2))
        reading = recognised(made.reading, seed) if seed % 4 == 0 else made.reading
        for bill in bills_of(reading).bills[:1]:
            judged = judged_in(made.truth, bill_json(bill))
            known = standings(bill, reading)
            yield from ((known[pointer], right) for pointer, (_, right) in judged.items())


def learned(found: Sequence[Sample]) -> dict[str, Knots]:
    """Knots of every cell that has values enough, the wider cells first."""
    cells: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    wider: dict[str, str] = {}
    for standing, right in found:
        names = list(standing.cells())
        for name, above in zip(names, [*names[1:], ""], strict=True):
            cells[name].append((standing.score, right))
            wider[name] = above
    table: dict[str, Knots] = {}

    def learn(name: str) -> Knots | None:
        if name not in table and len(cells[name]) >= FEWEST:
            above = wider[name]
            while above and len(cells[above]) < FEWEST:
                above = wider[above]
            table[name] = pooled(cells[name], learn(above) if above else None)
        return table.get(name)

    for name in sorted(cells):
        learn(name)
    return dict(sorted(table.items()))


def pooled(values: Sequence[tuple[float, bool]], wider: Knots | None) -> Knots:
    """Isotonic regression of right on score, each pool with ``PRIOR`` values of what the wider cell says there."""
    pools: list[list[float]] = []
    for score, right in sorted(values):
        if pools and pools[-1][0] == score:
            pools[-1][1] += right
            pools[-1][2] += 1
        else:
            pools.append([score, float(right), 1.0])
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and (_rate(merged[-2]) >= _rate(merged[-1]) or merged[-2][2] < FEWEST / 4):
            last = merged.pop()
            merged[-1] = [merged[-1][0], merged[-1][1] + last[1], merged[-1][2] + last[2]]
    knots = [(score, (right + PRIOR * _at(wider, score)) / (count + PRIOR)) for score, right, count in merged]
    best = 0.0
    return [(round(score, 3), round(best := max(best, sure), 4)) for score, sure in knots]


def _rate(pool: Sequence[float]) -> float:
    return pool[1] / pool[2]


def _at(knots: Knots | None, score: float) -> float:
    if not knots:
        return 0.5
    return next((sure for start, sure in reversed(knots) if start <= score), knots[0][1])


def main() -> None:
    bills = int(sys.argv[1]) if len(sys.argv) > 1 else BILLS
    found = list(samples(bills))
    table = learned(found)
    rows = (f"{json.dumps(cell)}: {json.dumps(knots)}" for cell, knots in table.items())
    TABLE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    right = sum(one for _, one in found) / len(found)
    print(f"{len(found)} values of {bills} bills, {right:.1%} right, {len(table)} cells")


if __name__ == "__main__":
    main()
