"""Workflows, hooks and templates: each is well-formed and names only targets, folders and versions that exist."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.source import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = parsed(path)["jobs"]
    return found


def command_faults(path: Path, targets: set[str]) -> list[str]:
    """The commands of a workflow that are not ``make`` with one of ``targets``."""
    steps = [step for job in jobs(path).values() for step in job["steps"] if "run" in step]
    return [step["run"] for step in steps if not step["run"].startswith("make ") or step["run"][5:] not in targets]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_runs_make_targets_only(path: Path) -> None:
    assert command_faults(path, TARGETS) == []
    assert command_faults(path, set()) != []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_job_ends_in_time_and_reads_only(path: Path) -> None:
    assert parsed(path)["permissions"] == {"contents": "read"}
    assert [name for name, job in jobs(path).items() if "timeout-minutes" not in job] == []


def test_workflow_tests_the_oldest_supported_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = {
        tuple(map(int, version.split("."))) for version in jobs(WORKFLOWS[0])["unit"]["strategy"]["matrix"]["python"]
    }

    assert f">={'.'.join(map(str, min(versions)))}" == project["requires-python"]


def test_dependabot_watches_folders_that_exist() -> None:
    updates = parsed(GITHUB / "dependabot.yml")["updates"]
    folders = [folder for update in updates for folder in update.get("directories", [update.get("directory")])]

    assert [folder for folder in folders if not (ROOT / folder.strip("/")).is_dir()] == []


def test_hooks_run_programs_that_setup_installs() -> None:
    hooks = [hook for repo in parsed(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]

    assert [hook["id"] for hook in hooks if not (ROOT / hook["entry"].split()[0]).exists()] == []


@pytest.mark.parametrize("name", ["bug.yml", "wrong-value.yml"])
def test_issue_template_asks_for_version_and_steps(name: str) -> None:
    body = parsed(GITHUB / "ISSUE_TEMPLATE" / name)["body"]
    required = {part["id"] for part in body if part.get("validations", {}).get("required")}

    assert "version" in required
    assert len(required) >= 2
