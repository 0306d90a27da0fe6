"""Base of stored and public values: frozen, strict about fields, without contents in error messages."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; ``model_copy(update=...)`` makes a changed copy."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
