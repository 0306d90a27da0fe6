"""OCR of a document's pages within a rate and a deadline, with kept answers."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billhook.domain.document import Document
from billhook.domain.errors import OutOfTime, Throttled
from billhook.ports.text_recognition import WHOLE
from billhook.usecases.processing.steps.ocr_session import DirectOcr, OcrSession, OpenOcrSession
from tests.builders import a_document, a_document_text, a_word
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

MINUTE = timedelta(minutes=1)


def session(world: World, document: Document | None = None, ends: timedelta = 10 * MINUTE) -> OcrSession:
    """The second claim of a document, whose kept answers are looked for."""
    claimed = (document or a_document()).claimed(NOW).claimed(NOW)
    return wired(world).get(OpenOcrSession).open(claimed, world.clock.now() + ends)


def image(name: bytes) -> bytes:
    return b"png of " + name


def test_session_asks_for_a_page_once(world: World) -> None:
    document = a_document()
    first = session(world, document).detect(1, WHOLE, lambda: image(b"1"))

    again = session(world, document)
    second = again.detect(1, WHOLE, lambda: pytest.fail("rendered"))

    assert (first, again.has(1, WHOLE), again.has(2, WHOLE)) == (second, True, False)
    assert world.ocr.detected == [image(b"1")]


def test_session_keeps_parts_of_a_page_separately(world: World) -> None:
    ocr = session(world)

    ocr.detect(1, WHOLE, lambda: image(b"1"))
    ocr.detect(1, "regions", lambda: image(b"1r"))
    ocr.analyze(1, lambda: image(b"1e"))

    assert (world.ocr.detected, world.ocr.analyzed) == ([image(b"1"), image(b"1r")], [image(b"1e")])
    assert ocr.cost == Decimal("0.013")


def test_session_retries_a_throttled_page_after_growing_pauses(world: World) -> None:
    world.ocr.throttles = 2

    session(world).detect(1, WHOLE, lambda: image(b"1"))

    assert world.ocr.detected == [image(b"1")]
    assert world.clock.now() - NOW >= timedelta(seconds=3)


def test_session_throttled_slows_down_all_workers(world: World) -> None:
    world.ocr.throttles = 9

    with pytest.raises(Throttled):
        session(world).detect(1, WHOLE, lambda: image(b"1"))

    assert wired(world).get(OpenOcrSession).limit_ocr_rate.backlog() >= timedelta(seconds=2)


def test_session_throttled_four_times_raises_throttled(world: World) -> None:
    world.ocr.throttles = 9

    with pytest.raises(Throttled):
        session(world).detect(1, WHOLE, lambda: image(b"1"))

    assert world.ocr.throttles == 5


def test_session_without_time_for_a_page_asks_for_none(world: World) -> None:
    with pytest.raises(OutOfTime):
        session(world, ends=timedelta(seconds=32)).detect(1, WHOLE, lambda: pytest.fail("rendered"))

    assert world.ocr.detected == []


def test_session_without_time_to_reopen_is_out_of_time(world: World) -> None:
    session(world, ends=timedelta(seconds=58)).check_time()

    with pytest.raises(OutOfTime):
        session(world, ends=timedelta(seconds=57)).check_time()


def test_session_returns_known_pages_at_any_time(world: World) -> None:
    document = a_document()
    session(world, document).detect(1, WHOLE, lambda: image(b"1"))

    late = session(world, document, ends=timedelta(0))

    assert late.detect(1, WHOLE, lambda: b"") is not None


def test_session_behind_a_long_backlog_is_busy(world: World) -> None:
    ocr = session(world)
    for _ in range(150):
        wired(world).get(OpenOcrSession).limit_ocr_rate.reserve(MINUTE)

    with pytest.raises(OutOfTime) as waiting:
        ocr.detect(1, WHOLE, lambda: image(b"1"))

    assert ocr.is_busy
    assert waiting.value.wait == timedelta(seconds=14.1)
    assert (world.ocr.detected, world.clock.now()) == ([], NOW)


def test_session_charges_pages_whose_answers_were_not_used(world: World) -> None:
    ocr = session(world)
    world.ocr.words = (a_word("Total"),)
    ocr.analyze(1, lambda: image(b"1"))

    text = ocr.charged(a_document_text("Total 121.00"))

    assert text.cost == Decimal("0.01")


def test_direct_ocr_asks_every_time(world: World) -> None:
    direct = DirectOcr(world.ocr)

    direct.detect(1, WHOLE, lambda: image(b"1"))
    direct.detect(1, WHOLE, lambda: image(b"1"))

    assert (world.ocr.detected, direct.has(1, WHOLE)) == ([image(b"1")] * 2, False)
