"""The console's own tests of months, tones and corrections, run by Node."""

import subprocess
from pathlib import Path

from billhook.local.paths import LocalPaths


def test_console_logic_passes_its_tests() -> None:
    places = LocalPaths.here()
    files = sorted(str(path) for path in (Path(places.root) / "console" / "tests").glob("*.test.ts"))

    ran = subprocess.run([str(places.tool("node")), "--test", *files], capture_output=True, text=True, check=False)

    assert len(files) == 2
    assert ran.returncode == 0, ran.stdout
