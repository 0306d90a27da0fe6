"""Every log message of the code is explained in the runbook."""

import re
from pathlib import Path

from tests.house.source import product

MESSAGE = re.compile(r'logger\(\)\.(?:debug|info|warning|error|exception)\(\s*"([^"]+)"')


def test_log_messages_are_listed_in_the_runbook() -> None:
    logged = {message for source in product() for message in MESSAGE.findall(source.text)}
    listed = set(re.findall(r"^\| `([a-z ]+)` \|", _runbook(), flags=re.MULTILINE))

    assert logged == listed


def _runbook() -> str:
    return (Path(__file__).resolve().parents[2] / "docs/runbook.md").read_text(encoding="utf-8")
