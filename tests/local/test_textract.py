"""The local Textract keeps the service's contract: blocks, limits, typed errors, jobs, paging, completion messages."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from billhook.local.textract.errors import TextractError, throttled
from billhook.local.textract.jobs import MOST_OPEN, Jobs
from billhook.local.textract.service import Textract
from tests.local.pictures import locked, many, page, saved
from tests.local.recognizer import FakeCloud, FakeRecognizer

BUCKET, KEY, TOPIC = "bucket", "work/d1/1.pdf", "arn:aws:sns:us-east-1:000000000000:done"
LOCATION = {"S3Object": {"Bucket": BUCKET, "Name": KEY}}
CHANNEL = {"SNSTopicArn": TOPIC, "RoleArn": "arn:aws:iam::000000000000:role/r"}


@pytest.fixture
def cloud() -> FakeCloud:
    return FakeCloud()


@pytest.fixture
def textract(cloud: FakeCloud, tmp_path: Path) -> Textract:
    return Textract(FakeRecognizer(), cloud, Jobs(tmp_path))


def detect(textract: Textract, content: bytes) -> dict[str, Any]:
    return textract.call("DetectDocumentText", {"Document": {"Bytes": base64.b64encode(content).decode()}})


def started(textract: Textract, **more: Any) -> str:
    request = {"DocumentLocation": LOCATION, "NotificationChannel": CHANNEL, "JobTag": "d1", **more}
    return str(textract.call("StartDocumentTextDetection", request)["JobId"])


def got(textract: Textract, job_id: str, **more: Any) -> dict[str, Any]:
    return textract.call("GetDocumentTextDetection", {"JobId": job_id, **more})


def all_jobs_read(textract: Textract) -> None:
    textract.begin()
    textract.end()
    textract.join()


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["BlockType"] for block in blocks]


def test_a_page_holds_lines_and_a_line_holds_words(textract: Textract) -> None:
    answer = detect(textract, saved("PNG"))

    page_block, line, total, amount = answer["Blocks"]
    assert kinds(answer["Blocks"]) == ["PAGE", "LINE", "WORD", "WORD"]
    assert page_block["Relationships"] == [{"Type": "CHILD", "Ids": [line["Id"]]}]
    assert line["Relationships"] == [{"Type": "CHILD", "Ids": [total["Id"], amount["Id"]]}]
    assert (line["Text"], total["Text"], amount["Text"]) == ("Total 12.50", "Total", "12.50")
    assert answer["DocumentMetadata"] == {"Pages": 1}


def test_geometry_is_a_share_of_the_page_and_confidence_of_a_hundred(textract: Textract) -> None:
    amount = detect(textract, saved("PNG"))["Blocks"][-1]

    assert amount["Geometry"]["BoundingBox"] == pytest.approx({"Left": 0.3, "Top": 0.2, "Width": 0.2, "Height": 0.05})
    assert amount["Geometry"]["Polygon"][2] == {"X": 0.5, "Y": 0.25}
    assert amount["Confidence"] == 97.0


@pytest.mark.parametrize("content", [saved("PNG"), saved("JPEG"), saved("TIFF"), saved("PDF")])
def test_png_jpeg_tiff_and_pdf_are_read(textract: Textract, content: bytes) -> None:
    assert detect(textract, content)["DocumentMetadata"] == {"Pages": 1}


def test_a_blank_page_is_a_page_without_children(textract: Textract) -> None:
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
def test_what_the_synchronous_call_does_not_take_is_refused_in_its_own_words(
    textract: Textract, content: bytes, code: str
) -> None:
    with pytest.raises(TextractError) as caught:
        detect(textract, content)

    assert caught.value.body()["__type"] == code


@pytest.mark.parametrize("document", [None, {}, {"Bytes": "x", **LOCATION}, {"Bytes": "no base64!"}])
def test_a_document_is_either_bytes_or_an_object(textract: Textract, document: Any) -> None:
    with pytest.raises(TextractError) as caught:
        textract.call("DetectDocumentText", {"Document": document})

    assert caught.value.code == "InvalidParameterException"


def test_who_asks_again_is_served_without_a_second_recognition(textract: Textract) -> None:
    first, again = detect(textract, saved("PNG")), detect(textract, saved("PNG"))

    assert first == again
    assert (textract.calls["DetectDocumentText"], textract.calls["pages"]) == (2, 1)


def test_a_document_that_was_refused_is_looked_at_again(textract: Textract) -> None:
    for _ in range(2):
        with pytest.raises(TextractError):
            detect(textract, many("PDF", 2))


def test_a_job_may_read_what_the_synchronous_call_refused(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 2)
    with pytest.raises(TextractError):
        textract.call("DetectDocumentText", {"Document": LOCATION})

    job_id = started(textract)
    all_jobs_read(textract)

    assert got(textract, job_id)["DocumentMetadata"] == {"Pages": 2}


def test_an_object_is_read_from_s3(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    assert len(textract.call("DetectDocumentText", {"Document": LOCATION})["Blocks"]) == 4


def test_an_object_that_is_not_there_is_told_at_once(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        started(textract)

    assert caught.value.code == "InvalidS3ObjectException"


def test_a_job_is_in_progress_until_it_is_read(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 3)
    job_id = started(textract)

    before = got(textract, job_id)
    all_jobs_read(textract)
    after = got(textract, job_id)

    assert (before["JobStatus"], "Blocks" in before) == ("IN_PROGRESS", False)
    assert (after["JobStatus"], after["DocumentMetadata"]) == ("SUCCEEDED", {"Pages": 3})
    assert [block["Page"] for block in after["Blocks"] if block["BlockType"] == "PAGE"] == [1, 2, 3]


def test_a_long_answer_comes_in_parts(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 3)
    job_id = started(textract)
    all_jobs_read(textract)

    def parts() -> Iterator[list[str]]:
        answer = got(textract, job_id, MaxResults=5)
        yield [block["Id"] for block in answer["Blocks"]]
        while "NextToken" in answer:
            answer = got(textract, job_id, MaxResults=5, NextToken=answer["NextToken"])
            yield [block["Id"] for block in answer["Blocks"]]

    found = list(parts())

    assert [len(part) for part in found] == [5, 5, 2]
    assert len({block for part in found for block in part}) == 12


def test_a_token_of_another_job_opens_nothing(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 3)
    first, second = started(textract), started(textract, JobTag="d2")
    all_jobs_read(textract)

    with pytest.raises(TextractError) as caught:
        got(textract, second, NextToken=got(textract, first, MaxResults=5)["NextToken"])

    assert caught.value.code == "InvalidParameterException"


def test_a_finished_job_is_announced_as_textract_does(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    job_id = started(textract)
    all_jobs_read(textract)

    ((topic, message),) = cloud.published
    told = json.loads(message)
    assert topic == TOPIC
    assert isinstance(told.pop("Timestamp"), int)
    assert told == {
        "JobId": job_id,
        "Status": "SUCCEEDED",
        "API": "StartDocumentTextDetection",
        "JobTag": "d1",
        "DocumentLocation": {"S3ObjectName": KEY, "S3Bucket": BUCKET},
    }


def test_a_job_on_a_broken_file_fails_and_says_so(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = b"%PDF-1.7 and then nothing"
    job_id = started(textract)
    all_jobs_read(textract)

    assert got(textract, job_id)["JobStatus"] == "FAILED"
    assert json.loads(cloud.published[0][1])["Status"] == "FAILED"


def test_the_same_client_token_starts_one_job(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    assert started(textract, ClientRequestToken="t1") == started(textract, ClientRequestToken="t1")
    assert started(textract, ClientRequestToken="t2") != started(textract, ClientRequestToken="t1")


def test_a_client_token_with_another_request_is_refused(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    started(textract, ClientRequestToken="t1")

    with pytest.raises(TextractError) as caught:
        started(textract, ClientRequestToken="t1", JobTag="other")

    assert caught.value.code == "IdempotentParameterMismatchException"


@pytest.mark.parametrize("more", [{"ClientRequestToken": "a b"}, {"JobTag": "x" * 65}])
def test_tokens_and_tags_keep_their_alphabet(textract: Textract, cloud: FakeCloud, more: dict[str, str]) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    with pytest.raises(TextractError) as caught:
        started(textract, **more)

    assert caught.value.code == "InvalidParameterException"


def test_only_so_many_jobs_are_open_at_once(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    for _ in range(MOST_OPEN):
        started(textract)

    with pytest.raises(TextractError) as caught:
        started(textract)

    assert caught.value.code == "LimitExceededException"


def test_a_stop_loses_no_job(cloud: FakeCloud, tmp_path: Path) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    job_id = started(Textract(FakeRecognizer(), cloud, Jobs(tmp_path)), ClientRequestToken="t1")

    after = Textract(FakeRecognizer(), cloud, Jobs(tmp_path))
    again = started(after, ClientRequestToken="t1")
    all_jobs_read(after)

    assert again == job_id
    assert got(after, job_id)["JobStatus"] == "SUCCEEDED"
    assert len(cloud.published) == 1


def test_a_finished_job_is_still_known_after_a_stop_and_not_announced_twice(cloud: FakeCloud, tmp_path: Path) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    before = Textract(FakeRecognizer(), cloud, Jobs(tmp_path))
    job_id = started(before)
    all_jobs_read(before)

    after = Textract(FakeRecognizer(), cloud, Jobs(tmp_path))
    all_jobs_read(after)

    assert got(after, job_id)["Blocks"] == got(before, job_id)["Blocks"]
    assert len(cloud.published) == 1


def test_an_unknown_job_is_told_as_such(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        got(textract, "0" * 64)

    assert caught.value.code == "InvalidJobIdException"


def test_what_is_not_built_answers_an_error_of_the_service(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        textract.call("AnalyzeExpense", {"Document": LOCATION})

    assert caught.value.code == "AccessDeniedException"


def test_a_planned_fault_strikes_as_often_as_asked_and_calls_are_counted(textract: Textract) -> None:
    textract.faults.plan("DetectDocumentText", throttled(), 2)

    codes = []
    for _ in range(3):
        try:
            detect(textract, saved("PNG"))
        except TextractError as error:
            codes.append(error.code)

    assert codes == ["ProvisionedThroughputExceededException"] * 2
    assert (textract.calls["DetectDocumentText"], textract.calls["pages"]) == (3, 1)
