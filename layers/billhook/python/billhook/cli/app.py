"""The tree of commands. A command's module is imported when the command runs or shows its own help."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from billhook import __version__
from billhook.cli.overview import COMMANDS, SUMMARY, overview


class LazyCommands(TyperGroup):
    """The commands of the table, each loaded when it is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name, help=entry.summary) for name, entry in COMMANDS.items()}

    def format_help(self, _: Any, formatter: Any) -> None:
        formatter.write(overview())

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else command, rest


def load(name: str) -> TyperCommand | TyperGroup:
    """The command of the table with its options, or the group with its commands."""
    entry = COMMANDS[name]
    found = getattr(import_module(f"billhook.cli.commands.{entry.module}"), entry.attribute)
    if isinstance(found, typer.Typer):
        found.rich_markup_mode = None
        command: Any = get_group(found)
        command.help = entry.summary
    else:
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command()(found)
        command = get_command(single)
    command.name = name
    return command  # type: ignore[no-any-return]


app = typer.Typer(
    name="billhook",
    cls=LazyCommands,
    help=SUMMARY,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich and what it imports take longer than the command
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_requested: bool) -> None:
    if is_requested:
        print(f"billhook {__version__}")
        raise typer.Exit


@app.callback(help=SUMMARY)
def main(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of ``billhook`` itself."""
