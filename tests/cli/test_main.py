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


def test_help_imports_neither_boto3_nor_ocr() -> None:
    code = (
        "import sys\nfrom billhook.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "heavy = {'boto3', 'botocore', 'pypdf', 'rapidocr', 'numpy', 'PIL', 'pypdfium2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )

    done = billhook("--help", code=code)

    assert done.returncode == 0, done.stderr


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
