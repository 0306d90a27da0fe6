"""Collect the result of an OCR job."""

from datetime import timedelta

import pytest

from billhook.domain.document_status import StatusReason
from billhook.domain.errors import (
    Rejection,
)
from billhook.usecases.processing.steps.collect_ocr import CollectOcr
from tests.builders import (
    a_document,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_collect_ocr_of_a_running_job_is_none(world: World) -> None:
    assert wired(world).get(CollectOcr).collect(a_document(ocr_job_id="ocr-1")) is None


def test_collect_ocr_after_a_day_gives_up(world: World) -> None:
    document = a_document(ocr_job_id="ocr-1")
    world.clock.advance(timedelta(hours=25))

    with pytest.raises(Rejection) as rejection:
        wired(world).get(CollectOcr).collect(document)

    assert rejection.value.code == StatusReason.SERVICE_UNAVAILABLE
