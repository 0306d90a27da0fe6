"""The program: fast ``--version``, clear errors."""

import subprocess
import sys
from pathlib import Path

import pytest


def billhook(
    *arguments: str, code: str = "from billhook.cli.main import run; run()"
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_version_imports_no_library() -> None:
    code = (
        "import sys\nfrom billhook.cli.main import run\nrun()\n"
        "assert not {'typer', 'rich', 'pydantic'} & set(sys.modules)"
    )

    done = billhook("--version", code=code)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("billhook ")


LOADED = (
    "import sys\nfrom billhook.cli.main import run\n"
    "try:\n    run()\nexcept SystemExit:\n    pass\n"
    "print('\\nloaded:', *sys.modules)"
)
"""Runs the program, then prints the modules that it loaded."""


def loaded_by(*arguments: str) -> set[str]:
    done = billhook(*arguments, code=LOADED)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("\nloaded: ")[2].split())


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_imports_no_command_and_no_library(option: str) -> None:
    loaded = loaded_by(option)

    assert "billhook.cli.overview" in loaded
    assert {name for name in loaded if name.startswith(("billhook.cli.commands", "typer", "rich", "pydantic"))} == set()


def test_command_imports_its_own_module_and_neither_aws_nor_ocr() -> None:
    loaded = loaded_by("jobs", "--help")
    commands = {name for name in loaded if name.startswith("billhook.cli.commands.")}
    heavy = {"boto3", "botocore", "pypdf", "rapidocr", "numpy", "PIL", "pypdfium2", "rich"}

    assert commands == {"billhook.cli.commands.jobs"}
    assert loaded & heavy == set()


def test_error_prints_sentence_and_advice_on_stderr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    done = billhook("jobs", "get", "x")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("billhook: No API URL is configured.\n")
    assert "billhook up" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_option_is_exit_code_2() -> None:
    assert billhook("read", "--nonsense").returncode == 2
