"""Numbers of meter points with right check digits, for generated bills."""

from collections.abc import Iterator
from itertools import product
from string import ascii_uppercase, digits

from billhook.extraction.text.meter_point_ids import is_valid_id, plain_id, verdict


def with_check_digits(scheme: str, number: str) -> str:
    """``number`` with its last characters replaced until it passes the check of ``scheme``, if that has one.

    Raises StopIteration for a number that no ending completes.
    """
    if verdict(scheme, number) is not False:
        return number
    return next(ending for ending in _completed(plain_id(number)) if is_valid_id(scheme, ending))


def _completed(number: str) -> Iterator[str]:
    for letter in digits + ascii_uppercase:
        yield number[:-1] + letter
    for pair in product(digits, repeat=2):
        yield number[:-2] + "".join(pair)
    body = len("ES") + 16
    for letters in product(ascii_uppercase, repeat=2):
        yield number[:body] + "".join(letters) + number[body + 2 :]
