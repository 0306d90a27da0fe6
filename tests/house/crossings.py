"""Calls between files of extraction for one warm bill: ``python -m tests.house.crossings`` counts them by pair.

A call crosses when its function and the nearest caller of the same folder are in different files. Code between the
two, such as a decorator of the standard library, does not count; each resumption of a generator is a call.
"""

import inspect
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from billhook.extraction.pipeline.pipeline import extract
from billhook.local.samples import american
from tests.house.source import ROOT

EXTRACTION = ROOT / "layers/billhook/python/billhook/extraction"
WARMING = 2


def crossings(act: Callable[[], object], folder: Path = EXTRACTION) -> Counter[tuple[str, str]]:
    """How often ``act`` calls from one file below ``folder`` into another, by the names of both."""
    found: Counter[tuple[str, str]] = Counter()
    prefix = f"{folder}/"

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        called = frame.f_code
        if event != "call" or not called.co_filename.startswith(prefix) or not called.co_flags & inspect.CO_OPTIMIZED:
            return
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(prefix):
            caller = caller.f_back
        if caller is not None and caller.f_code.co_filename != called.co_filename:
            pair = (caller.f_code.co_filename, called.co_filename)
            found[pair[0].removeprefix(prefix), pair[1].removeprefix(prefix)] += 1

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


def extract_one_bill() -> Counter[tuple[str, str]]:
    """The crossings of the extraction of a sample bill, when its process has extracted it before."""
    text = american.electric(1).sheet.reading()
    for _ in range(WARMING):
        assert extract(text).bills
    return crossings(lambda: extract(text))


if __name__ == "__main__":
    pairs = extract_one_bill()
    sys.stdout.write(f"{pairs.total()} crossings\n")
    for (before, after), count in pairs.most_common():
        sys.stdout.write(f"{count:5} {before} -> {after}\n")
