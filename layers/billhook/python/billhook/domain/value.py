"""The base of every value that is stored or shown: frozen, strict about fields, silent about contents in errors."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; ``model_copy(update=...)`` makes the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
