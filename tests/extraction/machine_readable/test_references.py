"""National references: published numbers pass, and numbers with one other digit fail."""

from collections.abc import Callable

import pytest

from billhook.extraction.machine_readable.references import dutch_reference, fik, kid, ogm, swedish_ocr


@pytest.mark.parametrize(
    ("read", "number"),
    [
        (kid, "2345676"),
        (kid, "12345678903"),
        (swedish_ocr, "1234567897"),
        (dutch_reference, "5010002167010010"),
        (dutch_reference, "3010002167042021"),
        (ogm, "090933755493"),
        (lambda number: fik("71", number, "81234567"), "000000000000018"),
    ],
)
def test_published_reference_passes_and_others_fail(read: Callable[[str], object], number: str) -> None:
    changed = [f"{number[:-1]}{(int(number[-1]) + step) % 10}" for step in range(1, 10)]

    assert read(number) is not None
    assert sum(read(other) is not None for other in changed) <= (1 if read is kid else 0)


def test_kid_of_modulo_11_may_end_with_a_dash() -> None:
    dashed = [body for body in range(1000, 1110) if kid(f"{body}-")]

    assert len(dashed) == 10
    assert not any(
        kid(f"{body}{digit}") and not swedish_ocr(f"{body}{digit}") for body in dashed for digit in range(10)
    )


def test_ogm_of_remainder_zero_ends_with_97() -> None:
    assert ogm("000000009797") is not None
    assert ogm("000000009700") is None


def test_fik_has_a_length_by_kind() -> None:
    assert fik("75", "000000000000018", "81234567") is None
    assert fik("73", "000000000000018", "81234567") is None
