"""The local Textract at work in a test: a recognizer and a cloud that are fakes, and its calls by name."""

import base64
from pathlib import Path
from typing import Any

from billhook.local.textract.jobs import OcrJobs
from billhook.local.textract.service import Textract
from tests.local.recognizer import FakeCloud, FakeRecognizer

BUCKET, KEY, TOPIC = "bucket", "work/d1/1.pdf", "arn:aws:sns:us-east-1:000000000000:done"
LOCATION = {"S3Object": {"Bucket": BUCKET, "Name": KEY}}
CHANNEL = {"SNSTopicArn": TOPIC, "RoleArn": "arn:aws:iam::000000000000:role/r"}


def textract_over(cloud: FakeCloud, folder: Path) -> Textract:
    return Textract(FakeRecognizer(), cloud, OcrJobs(folder))


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
