"""``billhook --help`` names every command with the summary that its own help begins with."""

import typer.main

from billhook.cli.app import app, load
from billhook.cli.overview import COMMANDS, OPTIONS, WIDTH, overview


def test_overview_has_the_help_summary_of_each_command() -> None:
    others = [
        name
        for name, entry in COMMANDS.items()
        if not " ".join((load(name).help or "").split()).startswith(entry.summary)
    ]

    assert others == []


def test_overview_names_the_options_of_the_program() -> None:
    root = typer.main.get_command(app)
    names = {name for parameter in root.params for name in parameter.opts}
    named = {name for names in OPTIONS for name in names.split(", ")}

    assert named == names | {"-h", "--help"}


def test_overview_is_eighty_columns_wide() -> None:
    text = overview()

    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(f"\n  {name} " in text for name in (*COMMANDS, *OPTIONS))
