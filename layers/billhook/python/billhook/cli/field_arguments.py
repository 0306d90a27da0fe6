"""What a person types of a thing, FIELD=VALUE, as the API takes it."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from billhook.cli.faults import CliError

Fields = Annotated[
    list[str], typer.Argument(help="FIELD=VALUE; null takes away, lists and objects are JSON.", show_default=False)
]
_WORDS = {"null": None, "true": True, "false": False}


def fields_body(fields: Sequence[str]) -> dict[str, Any]:
    """A body. Figures stay texts, for the API's amounts are. Raises CliError."""
    found: dict[str, Any] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise CliError(f"Say FIELD=VALUE, not {text!r}.")
        found[name] = _value(name, value)
    return found


def _value(name: str, text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise CliError(f"{name} begins like JSON and is none: {error}") from error
