"""Parse FIELD=VALUE arguments into a request body."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from billhook.cli.faults import CliError

Fields = Annotated[
    list[str], typer.Argument(help="FIELD=VALUE; null removes a value, lists and objects are JSON.", show_default=False)
]
_WORDS = {"null": None, "true": True, "false": False}


def fields_body(fields: Sequence[str]) -> dict[str, Any]:
    """The request body of FIELD=VALUE arguments. Numbers stay strings, as in the API. Raises CliError."""
    body: dict[str, Any] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise CliError(f"Expected FIELD=VALUE, got {text!r}.")
        body[name] = _value(name, value)
    return body


def _value(name: str, text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise CliError(f"{name} is invalid JSON: {error}") from error
