"""The local Textract's jobs: states, paging, tokens, completion messages, and that a stop loses none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from billhook.local.textract.errors import TextractError
from billhook.local.textract.jobs import MOST_OPEN, OcrJobs
from billhook.local.textract.service import Textract
from tests.local.pictures import many, saved
from tests.local.recognizer import FakeCloud, FakeRecognizer
from tests.local.textract_calls import BUCKET, KEY, LOCATION, TOPIC, all_jobs_read, got, started, textract_over


@pytest.fixture
def cloud() -> FakeCloud:
    return FakeCloud()


@pytest.fixture
def textract(cloud: FakeCloud, tmp_path: Path) -> Textract:
    return textract_over(cloud, tmp_path)


def test_textract_job_accepts_multi_page_documents(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 2)
    with pytest.raises(TextractError):
        textract.call("DetectDocumentText", {"Document": LOCATION})

    job_id = started(textract)
    all_jobs_read(textract)

    assert got(textract, job_id)["DocumentMetadata"] == {"Pages": 2}


def test_textract_job_is_in_progress_until_done(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 3)
    job_id = started(textract)

    before = got(textract, job_id)
    all_jobs_read(textract)
    after = got(textract, job_id)

    assert (before["JobStatus"], "Blocks" in before) == ("IN_PROGRESS", False)
    assert (after["JobStatus"], after["DocumentMetadata"]) == ("SUCCEEDED", {"Pages": 3})
    assert [block["Page"] for block in after["Blocks"] if block["BlockType"] == "PAGE"] == [1, 2, 3]


def test_textract_job_result_is_paged(textract: Textract, cloud: FakeCloud) -> None:
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


def test_textract_job_refuses_foreign_page_tokens(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = many("PDF", 3)
    first, second = started(textract), started(textract, JobTag="d2")
    all_jobs_read(textract)

    with pytest.raises(TextractError) as caught:
        got(textract, second, NextToken=got(textract, first, MaxResults=5)["NextToken"])

    assert caught.value.code == "InvalidParameterException"


def test_textract_job_notifies_its_topic(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    job_id = started(textract)
    all_jobs_read(textract)

    ((topic, message),) = cloud.published
    notification = json.loads(message)
    assert topic == TOPIC
    assert isinstance(notification.pop("Timestamp"), int)
    assert notification == {
        "JobId": job_id,
        "Status": "SUCCEEDED",
        "API": "StartDocumentTextDetection",
        "JobTag": "d1",
        "DocumentLocation": {"S3ObjectName": KEY, "S3Bucket": BUCKET},
    }


def test_textract_job_on_corrupt_file_fails(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = b"%PDF-1.7 and then nothing"
    job_id = started(textract)
    all_jobs_read(textract)

    assert got(textract, job_id)["JobStatus"] == "FAILED"
    assert json.loads(cloud.published[0][1])["Status"] == "FAILED"


def test_textract_client_token_starts_one_job(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    assert started(textract, ClientRequestToken="t1") == started(textract, ClientRequestToken="t1")
    assert started(textract, ClientRequestToken="t2") != started(textract, ClientRequestToken="t1")


def test_textract_client_token_reuse_is_refused(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    started(textract, ClientRequestToken="t1")

    with pytest.raises(TextractError) as caught:
        started(textract, ClientRequestToken="t1", JobTag="other")

    assert caught.value.code == "IdempotentParameterMismatchException"


@pytest.mark.parametrize("more", [{"ClientRequestToken": "a b"}, {"JobTag": "x" * 65}])
def test_textract_validates_tokens_and_tags(textract: Textract, cloud: FakeCloud, more: dict[str, str]) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")

    with pytest.raises(TextractError) as caught:
        started(textract, **more)

    assert caught.value.code == "InvalidParameterException"


def test_textract_limits_open_jobs(textract: Textract, cloud: FakeCloud) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    for _ in range(MOST_OPEN):
        started(textract)

    with pytest.raises(TextractError) as caught:
        started(textract)

    assert caught.value.code == "LimitExceededException"


def test_textract_jobs_survive_a_restart(cloud: FakeCloud, tmp_path: Path) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    job_id = started(Textract(FakeRecognizer(), cloud, OcrJobs(tmp_path)), ClientRequestToken="t1")

    after = Textract(FakeRecognizer(), cloud, OcrJobs(tmp_path))
    again = started(after, ClientRequestToken="t1")
    all_jobs_read(after)

    assert again == job_id
    assert got(after, job_id)["JobStatus"] == "SUCCEEDED"
    assert len(cloud.published) == 1


def test_textract_finished_job_survives_without_new_notice(cloud: FakeCloud, tmp_path: Path) -> None:
    cloud.objects[BUCKET, KEY] = saved("PDF")
    before = Textract(FakeRecognizer(), cloud, OcrJobs(tmp_path))
    job_id = started(before)
    all_jobs_read(before)

    after = Textract(FakeRecognizer(), cloud, OcrJobs(tmp_path))
    all_jobs_read(after)

    assert got(after, job_id)["Blocks"] == got(before, job_id)["Blocks"]
    assert len(cloud.published) == 1


def test_textract_unknown_job_is_refused(textract: Textract) -> None:
    with pytest.raises(TextractError) as caught:
        got(textract, "0" * 64)

    assert caught.value.code == "InvalidJobIdException"
