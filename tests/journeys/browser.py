"""Journeys through the console in a real browser; the scripts are in ``console/browser/journeys``."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from billhook.local.paths import LocalPaths

TIMEOUT = 120.0
PICTURES = "CONSOLE_PICTURES"
"""Names the folder for pictures of the views, which are then taken again."""


def browse(paths: LocalPaths, journey: str, **given: Any) -> dict[str, Any]:
    """The result of a journey; fails with what the browser reported when it does not end well."""
    folder = paths.root / ".billhook" / "browser" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = os.environ.get(PICTURES)
    if pictures:
        given["pictures"] = str(Path(pictures).resolve())
    ran = subprocess.run(
        [str(paths.tool("node")), str(paths.root / "console" / "browser" / "run.mjs"), journey],
        input=json.dumps(given),
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    result: dict[str, Any] = json.loads(ran.stdout)
    return result
