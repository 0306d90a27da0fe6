"""The base of all values."""

import pytest
from pydantic import ValidationError

from billhook.domain.value import Value


class Point(Value):
    x: int


def test_value_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Point(x=1).x = 2  # type: ignore[misc]


def test_value_error_does_not_show_the_input() -> None:
    with pytest.raises(ValidationError) as error:
        Point.model_validate({"x": "secret", "y": 1})

    assert "secret" not in str(error.value)
