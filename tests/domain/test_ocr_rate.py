"""Token bucket of OCR requests."""

from datetime import timedelta

from billhook.domain.ocr_rate import OcrRate
from tests.fakes import NOW

SECOND = timedelta(seconds=1)


def waits(count: int, per_second: int) -> list[timedelta]:
    """The waits of ``count`` requests at the same time."""
    rate, found = OcrRate(), []
    for _ in range(count):
        rate, wait = rate.reserve(NOW, per_second=per_second)
        found.append(wait)
    return found


def test_ocr_rate_lets_a_second_of_requests_pass_at_once() -> None:
    assert waits(5, 5) == [timedelta(0)] * 5


def test_ocr_rate_spaces_later_requests_evenly() -> None:
    assert waits(8, 5)[5:] == [SECOND / 5, 2 * SECOND / 5, 3 * SECOND / 5]


def test_ocr_rate_never_exceeds_the_rate_in_any_second() -> None:
    times = [NOW + wait for wait in waits(40, 4)]

    for start in times:
        assert sum(start < at <= start + SECOND for at in times) <= 4


def test_ocr_rate_of_the_past_saves_no_more_than_a_second() -> None:
    rate, _ = OcrRate().reserve(NOW - timedelta(hours=1), per_second=1)

    rate, first = rate.reserve(NOW, per_second=1)
    _, second = rate.reserve(NOW, per_second=1)

    assert (first, second) == (timedelta(0), SECOND)


def test_ocr_rate_after_a_throttle_pauses_all_workers() -> None:
    _, wait = OcrRate().throttled(NOW).reserve(NOW, per_second=10)

    assert wait >= 2 * SECOND
