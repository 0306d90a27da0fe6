"""The commands and their summaries: ``billhook --help`` prints them without importing a command or typer."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import NamedTuple

SUMMARY = "Extract structured, validated data from utility bills."
WIDTH = 80
OPTIONS: Mapping[str, str] = {
    "-V, --version": "Show the version.",
    "--install-completion": "Install completion for the current shell.",
    "--show-completion": "Show completion for the current shell, to copy it or customize the installation.",
    "-h, --help": "Show this message and exit.",
}


class CommandEntry(NamedTuple):
    """Where a command is: ``module`` below ``billhook.cli.commands``, a function or Typer group in it; its summary."""

    module: str
    attribute: str
    summary: str


COMMANDS: Mapping[str, CommandEntry] = {
    "up": CommandEntry("cloud", "up", "Start the local cloud, deploy Billhook to it, create an account."),
    "down": CommandEntry("cloud", "down", "Stop the local cloud. Its data is kept."),
    "status": CommandEntry(
        "cloud", "status", "Show the local cloud's state and addresses. Exit code 6 when it is not running."
    ),
    "demo": CommandEntry(
        "cloud", "demo", "Start the local cloud, upload sample bills, show each document and its webhooks."
    ),
    "read": CommandEntry("read", "read", "Extract bills on this machine, without cloud or AWS."),
    "evaluate": CommandEntry(
        "evaluate", "evaluate", "Read bills on this machine and compare them with their truth, field by field."
    ),
    "upload": CommandEntry("upload", "upload", "Upload bills; with --wait, show the results."),
    "listen": CommandEntry("listen", "listen", "Receive webhooks on this machine, verify and show them."),
    "trigger": CommandEntry(
        "events",
        "trigger",
        'Send a sample event to a company\'s destinations. It has `"test": true` and an invented bill.',
    ),
    "events": CommandEntry("events", "events", "List events of a company in the last 30 days, newest first."),
    "jobs": CommandEntry("jobs", "app", "Submitted jobs and their progress."),
    "documents": CommandEntry("documents", "app", "Extracted bills."),
    "destinations": CommandEntry("destinations", "app", "Webhooks and buses that receive a company's events."),
    "deliveries": CommandEntry("deliveries", "app", "Deliveries and their attempts."),
    "drop": CommandEntry("drops", "app", "Public upload links, for people without an API key."),
    "companies": CommandEntry("companies", "companies", "Companies whose bills are processed."),
    "sites": CommandEntry("companies", "sites", "Places that consume energy or water."),
    "accounts": CommandEntry("accounts", "accounts", "API customers (needs IAM rights)."),
    "keys": CommandEntry("accounts", "keys", "API keys (needs IAM rights)."),
}
"""By name, in the order of ``billhook --help``; each summary is the beginning of its command's own help."""


def overview() -> str:
    """The help of ``billhook`` itself, 80 columns wide."""
    commands = {name: entry.summary for name, entry in COMMANDS.items()}
    usage = ("Usage: billhook [OPTIONS] COMMAND [ARGS]...", "", f"  {SUMMARY}")
    return "\n".join((*usage, "", "Options:", *_rows(OPTIONS), "", "Commands:", *_rows(commands), ""))


def _rows(texts: Mapping[str, str]) -> Iterator[str]:
    """Two columns, the second one wrapped."""
    column = max(map(len, texts)) + 4
    for name, text in texts.items():
        first, *others = wrap(text, WIDTH - column)
        yield f"  {name}".ljust(column) + first
        yield from (" " * column + line for line in others)
