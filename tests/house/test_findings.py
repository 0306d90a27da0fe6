"""Each finding is listed, can be run, names its tests, and says in its head what a reader needs to judge it."""

import os
import re

import pytest

from tests.house.source import ROOT

FOLDER = ROOT / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))
FIELDS = ["Expected", "Seen", "Versions", "Source", "Billhook"]
PIN = re.compile(r"[\w\]](?:==|@)\d+(?:\.\d+)+")


def head(text: str) -> dict[str, str]:
    """The fields of the comment at the top, each with its continuation lines joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines()[1:]:
        if not line.startswith("# "):
            break
        if match := re.match(r"# ([A-Z][a-z]+): (.+)", line):
            name, fields[match[1]] = match[1], match[2]
        else:
            fields[name] += f" {line[2:].strip()}"
    return fields


def test_index_lists_every_finding_once() -> None:
    listed = re.findall(r"^\| \[`([^`]+)`\]\(\1\)", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(listed) == [script.name for script in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_finding_stands_alone_and_fails_if_the_behaviour_changes(script: os.PathLike[str]) -> None:
    text = (FOLDER / script).read_text(encoding="utf-8")

    assert os.access(script, os.X_OK)
    assert text.startswith("#!/usr/bin/env bash\n# Expected: ")
    assert [name for name in head(text) if name != "Test"] == FIELDS
    assert "\nset -euo pipefail\nfolder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n" in text
    assert PIN.search(text)
    assert "The behaviour has changed." in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_finding_names_a_test_that_exists(script: os.PathLike[str]) -> None:
    fields = head((FOLDER / script).read_text(encoding="utf-8"))

    assert fields["Billhook"].startswith(("touched; ", "not touched; "))
    assert ("Test" in fields) == fields["Billhook"].startswith("touched")
    if "Test" in fields:
        path, _, name = fields["Test"].partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
