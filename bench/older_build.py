"""CPU time and Python calls to extract warm text bills, compared with an older build of this repository.

Run as ``python bench/older_build.py [commit] [rounds]``. The package of the older build comes out of git. Each build
runs in an interpreter of its own and reads the same PDFs; the two extract in turns, so that they meet the same load.
Prints the median CPU milliseconds of both, the median of the ratios of the pairs, and the calls; the last line is JSON.
A clone without the older commit skips the comparison.
"""

import cProfile
import json
import pstats
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "layers/billhook/python"
OLDER = "03816030be"
"""The build before extraction was divided into stages."""

ROUNDS, REPEATS, GENERATED, FIRST_SEED = 12, 2, 10, 60_000


def bills() -> dict[str, bytes]:
    """The PDFs by name: the bills of ``bench/reading.py`` and generated ones."""
    from bench.reading import BILLS, a_bill  # noqa: PLC0415 - the older interpreter runs this file too
    from tests.bills import open as in_the_open  # noqa: PLC0415

    made = {name: a_bill(charges, prose) for name, (charges, prose) in BILLS.items()}
    seeds = range(FIRST_SEED, FIRST_SEED + GENERATED)
    return made | {f"generated {seed}": in_the_open.bill(seed).sheet.pdf() for seed in seeds}


def work() -> None:
    """Answer requests, one JSON line each, until the input ends: ``[work, path of a PDF]``."""
    texts: dict[str, Any] = {}
    for line in sys.stdin:
        name, path = json.loads(line)
        if path not in texts:
            texts[path] = _reader()(Path(path).read_bytes())
        print(json.dumps({"extract": _spent, "calls": _calls}[name](texts[path])), flush=True)


def _reader() -> Callable[[bytes], Any]:
    """The text of a PDF, as this build and builds before the stages read it."""
    from billhook.adapters.sandboxed_files import SandboxedFiles  # noqa: PLC0415 - of the build that runs

    try:
        from billhook.usecases.processing.steps.read_pages import ReadPages  # noqa: PLC0415
    except ImportError:
        from importlib import import_module  # noqa: PLC0415

        read: Callable[[bytes], Any] = import_module("billhook.usecases.read_pages").ReadPages(
            SandboxedFiles(), ocr=None
        )
        return read
    return lambda content: ReadPages(SandboxedFiles()).read(content, None)


def _extract() -> Callable[[Any], Any]:
    """The function that extracts bills; an older build has it in another module."""
    from importlib import import_module  # noqa: PLC0415

    try:
        extract: Callable[[Any], Any] = import_module("billhook.extraction.pipeline.pipeline").extract
    except (ImportError, AttributeError):
        extract = import_module("billhook.extraction").extract
    return extract


def _spent(text: Any) -> float:
    """CPU milliseconds of one extraction."""
    extract = _extract()
    before = time.process_time()
    for _ in range(REPEATS):
        extract(text)
    return 1000 * (time.process_time() - before) / REPEATS


def _calls(text: Any) -> float:
    extract = _extract()
    with cProfile.Profile() as profile:
        extract(text)
    return float(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


class Build:
    """An interpreter that has the package of one build."""

    def __init__(self, package: Path) -> None:
        paths = [str(package), *(path for path in sys.path if not path.endswith(PACKAGE))]
        code = f"import sys; sys.path[:] = {paths!r}; from bench.older_build import work; work()"
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def ask(self, name: str, path: Path) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, str(path)]) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


@dataclass(frozen=True)
class Comparison:
    """One bill: CPU milliseconds of this and the older build, the ratio of the pairs, and the calls of both."""

    ms: float
    older_ms: float
    ratio: float
    calls: float
    older_calls: float


def compared(this: Build, older: Build, path: Path, rounds: int) -> Comparison:
    for build in (this, older):
        build.ask("extract", path)
    pairs = [(this.ask("extract", path), older.ask("extract", path)) for _ in range(rounds)]
    return Comparison(
        ms=round(statistics.median(ms for ms, _ in pairs), 2),
        older_ms=round(statistics.median(ms for _, ms in pairs), 2),
        ratio=round(statistics.median(ms / older_ms for ms, older_ms in pairs), 3),
        calls=this.ask("calls", path),
        older_calls=older.ask("calls", path),
    )


def unpacked(commit: str, folder: Path) -> Path | None:
    """The package of ``commit`` in ``folder``; ``None`` where the clone does not have the commit."""
    made = subprocess.run(["git", "archive", commit, PACKAGE], cwd=ROOT, capture_output=True, check=False)
    if made.returncode:
        return None
    with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / PACKAGE


def main(commit: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        package = unpacked(commit, Path(name))
        if package is None:
            print(f"skipped: this clone has no commit {commit}")
            return
        this, older = Build(ROOT / PACKAGE), Build(package)
        found: dict[str, Comparison] = {}
        for title, content in bills().items():
            path = Path(name) / f"{title}.pdf"
            path.write_bytes(content)
            found[title] = row = compared(this, older, path, rounds)
            print(f"  {title:18}{row.ms:8} ms {row.older_ms:8} ms  ratio {row.ratio:6}  calls {row.calls:8.0f}", end="")
            print(f" {row.older_calls:8.0f}", flush=True)
        for build in (this, older):
            build.close()
    ratio = round(statistics.median(row.ratio for row in found.values()), 3)
    print(f"median ratio {ratio}")
    bills_found = {title: asdict(row) for title, row in found.items()}
    print(json.dumps({"bench": "older_build", "commit": commit, "median_ratio": ratio, "bills": bills_found}))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1] if len(sys.argv) > 1 else OLDER, int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS)
