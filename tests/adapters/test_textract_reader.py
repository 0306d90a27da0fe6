"""``TextractReader``: calls to Textract, and the domain error of each failure."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from billhook.adapters.textract_reader import TextractReader
from billhook.domain.document_text import Box, Word
from billhook.domain.errors import BillhookError, Rejection, Throttled, Unavailable

CORPUS = Path(os.environ.get("BILLHOOK_CORPUS", Path(__file__).parents[3] / "shared/corpus"))


def a_block(text: str, *, page: int = 1, left: float = 0.1, kind: str = "WORD") -> dict[str, Any]:
    bounds = {"Left": left, "Top": 0.2, "Width": 0.25, "Height": 0.05}
    return {
        "BlockType": kind,
        "Id": f"{kind}-{text}-{page}",
        "Page": page,
        "Text": text,
        "Confidence": 98.5,
        "Geometry": {"BoundingBox": bounds},
    }


def an_answer(*blocks: dict[str, Any], pages: int = 1, **fields: Any) -> dict[str, Any]:
    return {"DocumentMetadata": {"Pages": pages}, "Blocks": list(blocks), **fields}


@pytest.fixture
def client() -> Any:
    return boto3.client("textract", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")


@pytest.fixture
def textract(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def reader(client: Any) -> TextractReader:
    return TextractReader(
        client, bucket="bills", topic_arn="arn:aws:sns:eu-west-1:1:done", role_arn="arn:aws:iam::1:role/teller"
    )


def test_textract_detect_returns_the_word_blocks(textract: Stubber, reader: TextractReader) -> None:
    blocks = [a_block("Total due", kind="LINE"), a_block("Total"), a_block("due", left=0.4)]
    textract.add_response("detect_document_text", an_answer(*blocks), {"Document": {"Bytes": b"png"}})

    words = reader.detect(b"png").words

    assert words[0] == Word("Total", Box(0.1, 0.2, 0.35, 0.25), 0.985)
    assert [word.text for word in words] == ["Total", "due"]


def test_textract_box_is_clipped_to_the_page(textract: Stubber, reader: TextractReader) -> None:
    textract.add_response("detect_document_text", an_answer(a_block("edge", left=0.9), a_block("edge", left=-0.1)))

    right, left = reader.detect(b"png").words

    assert (right.box.x1, left.box.x0) == (1.0, 0.0)


def test_textract_start_passes_token_and_topic(textract: Stubber, reader: TextractReader) -> None:
    expected = {
        "DocumentLocation": {"S3Object": {"Bucket": "bills", "Name": "work/7/1.pdf"}},
        "ClientRequestToken": "token",
        "JobTag": "document-7",
        "NotificationChannel": {"SNSTopicArn": "arn:aws:sns:eu-west-1:1:done", "RoleArn": "arn:aws:iam::1:role/teller"},
    }
    textract.add_response("start_document_text_detection", {"JobId": "job-1"}, expected)

    assert reader.start(object_key="work/7/1.pdf", token="token", tag="document-7") == "job-1"


def test_textract_collect_running_job_returns_none(textract: Stubber, reader: TextractReader) -> None:
    textract.add_response("get_document_text_detection", {"JobStatus": "IN_PROGRESS"}, {"JobId": "job-1"})

    assert reader.collect("job-1") is None


def test_textract_collect_finished_job_reads_every_part(textract: Stubber, reader: TextractReader) -> None:
    first = an_answer(a_block("one"), a_block("two", page=2), pages=3, JobStatus="SUCCEEDED", NextToken="more")
    second = an_answer(a_block("again", page=2), a_block("PAGE", page=3, kind="PAGE"), pages=3, JobStatus="SUCCEEDED")
    textract.add_response("get_document_text_detection", first, {"JobId": "job-1"})
    textract.add_response("get_document_text_detection", second, {"JobId": "job-1", "NextToken": "more"})

    pages = reader.collect("job-1")

    assert pages is not None
    assert [[word.text for word in page.words] for page in pages] == [["one"], ["two", "again"], []]


def test_textract_collect_keeps_the_place_of_a_missing_page(textract: Stubber, reader: TextractReader) -> None:
    answer = an_answer(a_block("two", page=2), pages=2, JobStatus="PARTIAL_SUCCESS")
    textract.add_response("get_document_text_detection", answer)

    pages = reader.collect("job-1")

    assert pages is not None
    assert [len(page.words) for page in pages] == [0, 1]


def test_textract_collect_failed_job_rejects_the_file(textract: Stubber, reader: TextractReader) -> None:
    textract.add_response("get_document_text_detection", {"JobStatus": "FAILED", "StatusMessage": "INVALID_IMAGE_TYPE"})

    with pytest.raises(Rejection) as refused:
        reader.collect("job-1")

    assert refused.value.code == "unreadable"


@pytest.mark.parametrize(
    ("code", "expected", "reason"),
    [
        ("ProvisionedThroughputExceededException", Throttled, "throttled"),
        ("ThrottlingException", Throttled, "throttled"),
        ("LimitExceededException", Throttled, "throttled"),
        ("InternalServerError", Unavailable, "unavailable"),
        ("BadDocumentException", Rejection, "corrupt"),
        ("UnsupportedDocumentException", Rejection, "unsupported_type"),
        ("DocumentTooLargeException", Rejection, "too_large"),
    ],
)
def test_textract_error_maps_to_a_domain_error(
    textract: Stubber, reader: TextractReader, code: str, expected: type[BillhookError], reason: str
) -> None:
    textract.add_client_error("detect_document_text", code)

    with pytest.raises(expected) as raised:
        reader.detect(b"png")

    assert raised.value.code == reason


def test_textract_access_denied_is_raised_unchanged(textract: Stubber, reader: TextractReader, client: Any) -> None:
    textract.add_client_error("detect_document_text", "AccessDeniedException")

    with pytest.raises(client.exceptions.AccessDeniedException):
        reader.detect(b"png")


def test_textract_connection_error_raises_unavailable(reader: TextractReader) -> None:
    class Unreachable:
        def detect_document_text(self, **_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://textract.example")

    with pytest.raises(Unavailable):
        TextractReader(Unreachable(), bucket="b", topic_arn="t", role_arn="r").detect(b"png")


@pytest.mark.corpus
@pytest.mark.parametrize("recording", sorted(CORPUS.glob("textract/*detect*text*.json")), ids=lambda path: path.stem)
def test_textract_recorded_answers_are_decoded(recording: Path, reader: TextractReader) -> None:
    class Recorded:
        def detect_document_text(self, **_: Any) -> Any:
            return json.loads(recording.read_text())

    words = TextractReader(Recorded(), bucket="b", topic_arn="t", role_arn="r").detect(b"png").words

    assert words
    assert all(0 <= word.box.x0 < word.box.x1 <= 1 and 0 <= word.box.y0 < word.box.y1 <= 1 for word in words)
    assert all(0 < word.confidence <= 1 for word in words)
