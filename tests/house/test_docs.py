"""The documents name what the code has: every code, reason, event, command, setting; and link to what exists."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from billhook.cli.app import load
from billhook.cli.faults import Exit
from billhook.cli.overview import COMMANDS
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import BillhookError
from billhook.domain.events import PUBLIC_TYPES
from billhook.settings import CliSettings
from tests.house.source import ROOT, sources

LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
ENTRY = re.compile(r"^(\d+)\. \[([^\]]+)\]\(([^)]+)\)", re.MULTILINE)
RECORD = ["Status", "## Context", "## Decision", "## Consequences"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def unexplained(page: str, things: Iterator[str] | list[str]) -> list[str]:
    """Which of ``things`` the page does not name in code style."""
    return sorted(thing for thing in set(things) if not re.search(rf"`[^`\n]*{re.escape(thing)}[^`\n]*`", page))


def error_codes() -> Iterator[str]:
    """The codes of the error tree, and those given where an error is raised."""

    def below(kind: type[BillhookError]) -> Iterator[type[BillhookError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from below(child)

    yield from (kind.code for kind in below(BillhookError))
    given = re.compile(r"""code="([a-z-]+)"|_Kind\.\w+,\s*"([a-z-]+)\"""")
    for source in sources("layers/billhook/python/billhook", "infra/gateway_problems.py"):
        yield from (code for found in given.findall(source.text) for code in found if code)


def commands() -> Iterator[str]:
    """``upload``, ``jobs list``, ... as typed."""
    for name in COMMANDS:
        below: dict[str, Any] = getattr(load(name), "commands", {})
        yield from (f"{name} {command}" for command in below)
        if not below:
            yield name


def test_docs_explain_error_codes() -> None:
    assert unexplained(text("docs/api.md"), error_codes()) == []


def test_docs_explain_status_reasons() -> None:
    assert unexplained(text("docs/api.md"), [reason.value for reason in StatusReason]) == []


def test_docs_explain_events() -> None:
    assert unexplained(text("docs/events.md"), [kind.value for kind in PUBLIC_TYPES]) == []


def test_docs_explain_commands() -> None:
    page = text("docs/cli.md")
    shown = {row.split("|")[1] for row in page.splitlines() if row.startswith("| `billhook ")}
    rows = [re.findall(r"`(?:billhook )?([a-z][a-z -]*)", row) for row in shown]
    named = {f"{row[0].split()[0]} {name}" if index else name for row in rows for index, name in enumerate(row)}

    assert sorted({name.strip() for name in named}) == sorted(commands())


def test_docs_explain_cli_settings() -> None:
    names = [f"BILLHOOK_{name.upper()}" for name in CliSettings.__dataclass_fields__]

    assert unexplained(text("docs/cli.md"), names) == []


def test_docs_explain_local_cloud_settings() -> None:
    found = {name for source in sources("layers/billhook/python/billhook/local") for name in _settings(source.text)}

    assert unexplained(text("docs/cli.md"), sorted(found)) == []


def _settings(code: str) -> list[str]:
    return re.findall(r"""["'](BILLHOOK_[A-Z_]+)["']""", code)


def test_docs_explain_exit_codes() -> None:
    page = text("docs/cli.md")

    assert [code.name for code in Exit if f"\n| {code.value} |" not in page] == []


PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
PAGES += sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))


@pytest.mark.parametrize("page", PAGES)
def test_docs_show_existing_commands_and_options(page: str) -> None:
    shown = re.findall(r"^(?:\.venv/bin/)?billhook (.+)$", text(page), re.MULTILINE)

    assert [line for line in shown if not is_known(shlex.split(line, comments=True))] == []


@pytest.mark.parametrize("page", PAGES)
def test_docs_show_existing_make_targets(page: str) -> None:
    verbs = set(re.findall(r"^([a-z]+):.*##", text("Makefile"), re.MULTILINE))
    shown = set(re.findall(r"(?:^|`|&& )make ([a-z]+)", text(page), re.MULTILINE))

    assert shown <= verbs


def is_known(words: list[str]) -> bool:
    """Whether a command line names a command that exists, with options that it has."""
    if not words or words[0] not in COMMANDS:
        return False
    command, words = load(words[0]), words[1:]
    below: dict[str, Any] = getattr(command, "commands", {})
    if below:
        if not words or words[0] not in below:
            return False
        command, words = below[words[0]], words[1:]
    options = {name for parameter in command.params for name in getattr(parameter, "opts", [])}
    return {word for word in words if word.startswith("-")} <= options


def test_command_faults_sees_an_unknown_command() -> None:
    assert is_known(["keys", "create", "--account", "x"])
    assert not is_known(["keys", "mint"])
    assert not is_known(["read", "--cloud", "bill.pdf"])


@pytest.mark.parametrize("page", PAGES)
def test_docs_links_have_targets(page: str) -> None:
    assert _dead_links(ROOT / page) == []


def _dead_links(page: Path) -> list[str]:
    return [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]


def test_unexplained_sees_a_missing_word() -> None:
    assert unexplained("a `known-code` here, unknown-code without style", ["known-code", "unknown-code"]) == [
        "unknown-code"
    ]


def decision_records() -> list[Path]:
    return sorted((ROOT / "docs/adr").glob("[0-9]*.md"))


def test_index_of_decisions_lists_every_record() -> None:
    index = text("docs/adr/README.md")
    entries = [(int(number), title, name) for number, title, name in ENTRY.findall(index)]

    assert entries == [_entry(path) for path in decision_records()]


def test_decision_records_have_their_four_sections() -> None:
    sections = {
        path.name: re.findall(r"^(Status|## \w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in decision_records()
    }

    assert {name for name, found in sections.items() if found != RECORD} == set()


def _entry(path: Path) -> tuple[int, str, str]:
    number, _, title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").partition(". ")
    return int(number), title, path.name
