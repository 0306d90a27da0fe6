"""No file contains paths of a machine, a package registry, or data of real bills."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.}~])/(?:work|root|home/(?!runner\b)\w+|Users/\w+)/[\w.]"),
    "a package registry": re.compile(r"--(?:extra-)?index-url|registry\s*=\s*http|https?://[^\s\"'`]+/simple\b"),
    "a private address": re.compile(r"\b(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\d/])"),
    "a promise instead of code": re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b"),
    "a conflict that nobody resolved": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "a live key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|bh_[0-9A-Za-z]{36})\b"),
}
ATTACKS = ("tests/",)
"""Tests of the egress guard have to name private addresses, tests of keys a key."""
TEXT = {".py", ".md", ".toml", ".json", ".txt", ".in", ".yml", ".yaml", ".sh", ".cfg", ".html", ".js", ".css", ""}
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{4,}")


def faults(path: str, text: str) -> list[str]:
    """Lines of ``text`` that match a forbidden pattern."""
    found = []
    for what, pattern in FORBIDDEN.items():
        if path.startswith(ATTACKS) and what in {"a private address", "a live key"}:
            continue
        lines = [(text.count("\n", 0, match.start()) + 1, match.group()) for match in pattern.finditer(text)]
        found += [f"{path}:{line} {what}: {lowered}" for line, lowered in lines]
    return found


def kept_files() -> list[Path]:
    """Every text file that git keeps or would keep, but locks."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git checkout: which files are kept is not known")
    paths = [ROOT / line for line in listing.stdout.splitlines()]
    return [path for path in paths if path.suffix in TEXT and path.is_file() and not _is_lock(path)]


def _is_lock(path: Path) -> bool:
    return path.name == "package-lock.json" or (path.suffix == ".txt" and path.with_suffix(".in").is_file())


def test_files_have_no_forbidden_text() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in kept_files()}

    assert [fault for path, text in texts.items() for fault in faults(path, text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "cd /wo~rk/main",
        "HOME=/ro~ot/.cache",
        "path = '/ho~me/anna/billhook'",
        "pip install --index~-url x",
        "regis~try=https://example.org/npm",
        "# TO~DO later",
        "host = 192.168~.1.7",
        "key = AKIA~AAAABBBBCCCCDDDD",
        "<<~<<<<< HEAD",
    ],
)
def test_text_faults_sees_forbidden_text(line: str) -> None:
    assert len(faults("docs/x.md", line.replace("~", ""))) == 1


def test_text_faults_allows_other_paths() -> None:
    prose = "see research/root/x, ../shared/work/y, s3://bucket/work/doc and `work/{document}`"

    assert faults("docs/x.md", prose) == []


def test_files_have_no_number_of_the_corpus() -> None:
    corpus = Path(os.environ.get("BILLHOOK_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (corpus / "manifest.json").is_file():
        pytest.skip("no corpus here: set BILLHOOK_CORPUS")
    names, numbers = _file_names(corpus), _numbers(corpus)

    copied = {path: _corpus_faults(path.read_text(encoding="utf-8"), names, numbers) for path in kept_files()}

    assert {path.relative_to(ROOT).as_posix(): words for path, words in copied.items() if words} == {}


def test_corpus_faults_sees_a_number_with_any_spacing() -> None:
    assert _corpus_faults("account 8 438-021 in bill_x.pdf", {"bill_x.pdf"}, {"8438021"}) == ["8438021", "bill_x.pdf"]


def _corpus_faults(text: str, names: set[str], numbers: set[str]) -> list[str]:
    """File names of the corpus that stand in a text, and account or invoice numbers, however they are spaced."""
    lines = [_without_separators(line) for line in text.splitlines()]
    copied = {number for number in numbers for line in lines if number in line}
    return sorted(copied | (names & set(WORD.findall(text))))


def _without_separators(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.lower())


def _file_names(corpus: Path) -> set[str]:
    return {path.name for folder in ("bills", "non_bills", "nasty") for path in (corpus / folder).glob("*.*")}


def _numbers(corpus: Path) -> set[str]:
    """Account and invoice numbers of the truth that are not met by chance: neither short nor 000000 nor 123456."""
    truths = [json.loads(path.read_text(encoding="utf-8")) for path in (corpus / "truth").glob("*.json")]
    numbers = {
        _without_separators(str(truth.get(field) or ""))
        for truth in truths
        for field in ("account_number", "invoice_number")
    }
    return {number for number in numbers if len(number) > 6 and len(set(number)) > 2 and number not in "01234567890"}
