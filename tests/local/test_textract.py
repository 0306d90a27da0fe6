"""The local Textract keeps the service's contract: blocks, limits, typed errors, faults on request."""

from pathlib import Path
from typing import Any

import pytest

from billhook.local.textract.errors import TextractError, throttled
from billhook.local.textract.service import Textract
from tests.local.pictures import locked, many, page, saved
from tests.local.recognizer import FakeCloud
from tests.local.textract_calls import BUCKET, KEY, LOCATION, detect, kinds, started, textract_over


@pytest.fixture
def cloud() -> FakeCloud:
    return FakeCloud()


@pytest.fixture
def textract(cloud: FakeCloud, tmp_path: Path) -> Textract:
    return textract_over(cloud, tmp_path)


def test_textract_blocks_nest_page_line_word(textract: Textract) -> None:
    answer = detect(textract, saved("PNG"))

    page_block, line, total, amount = answer["Blocks"]
    assert kinds(answer["Blocks"]) == ["PAGE", "LINE", "WORD", "WORD"]
    assert page_block["Relationships"] == [{"Type": "CHILD", "Ids": [line["Id"]]}]
    assert line["Relationships"] == [{"Type": "CHILD", "Ids": [total["Id"], amount["Id"]]}]
    assert (line["Text"], total["Text"], amount["Text"]) == ("Total 12.50", "Total", "12.50")
    assert answer["DocumentMetadata"] == {"Pages": 1}


def test_textract_geometry_is_relative_confidence_in_percent(textract: Textract) -> None:
    amount = detect(textract, saved("PNG"))["Blocks"][-1]

    assert amount["Geometry"]["BoundingBox"] == pytest.approx({"Left": 0.3, "Top": 0.2, "Width": 0.2, "Height": 0.05})
    assert amount["Geometry"]["Polygon"][2] == {"X": 0.5, "Y": 0.25}
    assert amount["Confidence"] == 97.0


@pytest.mark.parametrize("content", [saved("PNG"), saved("JPEG"), saved("TIFF"), saved("PDF")])
def test_textract_reads_png_jpeg_tiff_and_pdf(textract: Textract, content: bytes) -> None:
    assert detect(textract, content)["DocumentMetadata"] == {"Pages": 1}


def test_textract_blank_page_has_no_children(textract: Textract) -> None:
    blank = page()
    blank.paste("white", (0, 0, *blank.size))

    (only,) = detect(textract, saved("PNG", blank))["Blocks"]

    assert only["BlockType"] == "PAGE"
    assert "Relationships" not in only


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (saved("GIF"), "UnsupportedDocumentException"),
        (saved("WEBP"), "UnsupportedDocumentException"),
        (b"no picture", "UnsupportedDocumentException"),
        (many("PDF", 2), "UnsupportedDocumentException"),
        (many("TIFF", 2), "UnsupportedDocumentException"),
        (locked(saved("PDF")), "UnsupportedDocumentException"),
        (b"%PDF-1.7 and then nothing", "BadDocumentException"),
        (saved("JPEG", page(size=(600, 600)))[:-2000], "BadDocumentException"),
        (saved("PNG", page(size=(10_001, 30))), "BadDocumentException"),
        (saved("PNG") + bytes(10 * 1024 * 1024), "DocumentTooLargeException"),
    ],
)
def test_textract_sync_call_refuses_like_the_service(textract: Textract, content: bytes, code: str) -> None:
    with pytest.raises(TextractError) as caught:
        detect(textract, content)

    assert caught.value.body()["__type"] == code


@pytest.mark.parametrize("document", [None, {}, {"Bytes": "x", **LOCATION}, {"Bytes": "no base64!"}])
def test_textract_document_is_bytes_or_s3_object(textract: Textract, document: Any) -> None:
    with pytest.raises(TextractError) as caught:
        textract.call("DetectDocumentText", {"Document": document})

    assert caught.value.code == "InvalidParameterException"


def test_textract_repeated_call_uses_the_cached_result(textract: Textract) -> None:
    first, again = detect(textract, saved("PNG")), detect(textract, saved("PNG"))

    assert first == again
    assert (textract.calls["DetectDocumentText"], textract.calls["pages"]) == (2, 1)


def test_textract_does_not_cache_refusals(textract: Textract) -> None:
    for _ in range(2):
        with pytest.raises(TextractError):
            detect(textract, many("PDF", 2))


def test_textract_reads_an_s3_object(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    assert len(textract.call("DetectDocumentText", {"Document": LOCATION})["Blocks"]) == 4


def test_textract_missing_s3_object_is_refused(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        started(textract)

    assert caught.value.code == "InvalidS3ObjectException"


def test_textract_unsupported_operation_is_access_denied(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        textract.call("AnalyzeDocument", {"Document": LOCATION})

    assert caught.value.code == "AccessDeniedException"


def test_textract_injects_planned_faults_and_counts_calls(textract: Textract) -> None:
    textract.faults.plan("DetectDocumentText", throttled(), 2)

    codes = []
    for _ in range(3):
        try:
            detect(textract, saved("PNG"))
        except TextractError as error:
            codes.append(error.code)

    assert codes == ["ProvisionedThroughputExceededException"] * 2
    assert (textract.calls["DetectDocumentText"], textract.calls["pages"]) == (3, 1)
