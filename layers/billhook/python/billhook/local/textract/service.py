"""Operations of the local Textract: each takes the request's JSON and returns the response's, or raises."""

import base64
import binascii
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import sha256
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Protocol

from billhook.local.ocr import PrintedLine
from billhook.local.textract import documents
from billhook.local.textract.blocks import Block, blocks_of
from billhook.local.textract.errors import TextractError, invalid_object, invalid_parameter, not_offered
from billhook.local.textract.expense import expense_document
from billhook.local.textract.jobs import FAILED, IN_PROGRESS, OcrJob, OcrJobs

MODEL_VERSION = "1.0"
MOST_RESULTS = 1000
MOST_KEPT = 32

_log = logging.getLogger(__name__)
_TOKEN = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TAG = re.compile(r"[a-zA-Z0-9_.\-:]{1,64}")

Json = dict[str, Any]
RecognizedBlocks = tuple[list[Block], int]
"""The blocks of a document and its number of pages."""


class LineRecognizer(Protocol):
    """What finds text in a picture; ``ocr.RapidOcr`` is one."""

    def lines(self, pixels: "documents.Pixels") -> tuple[PrintedLine, ...]:
        """The lines of a picture (height, width, BGR)."""


class Cloud(Protocol):
    """The rest of AWS, as far as Textract touches it."""

    def fetch(self, bucket: str, key: str, version: str | None) -> bytes:
        """An object's bytes; raises LookupError when it cannot be had."""

    def publish(self, topic: str, message: str) -> None:
        """One SNS message."""


@dataclass
class Faults:
    """Errors that a test asked for: the next ``times`` calls of an operation answer ``error``."""

    pending: dict[str, list[TextractError]] = field(default_factory=dict)

    def plan(self, operation: str, error: TextractError, times: int) -> None:
        self.pending.setdefault(operation, []).extend([error] * times)

    def strike(self, operation: str) -> None:
        if waiting := self.pending.get(operation):
            raise waiting.pop(0)


class Textract:
    """The service. Synchronous calls are answered by the caller's thread, jobs are read one after the other."""

    def __init__(self, ocr: LineRecognizer, cloud: Cloud, jobs: OcrJobs) -> None:
        self.calls: Counter[str] = Counter()
        self.faults = Faults()
        self._ocr, self._cloud, self._jobs = ocr, cloud, jobs
        self._guard = Lock()
        self._readings: dict[tuple[str, int], Future[RecognizedBlocks]] = {}
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._operations: dict[str, Callable[[Json], Json]] = {
            "DetectDocumentText": self.detect_document_text,
            "AnalyzeExpense": self.analyze_expense,
            "StartDocumentTextDetection": self.start_document_text_detection,
            "GetDocumentTextDetection": self.get_document_text_detection,
        }
        self._reader = Thread(target=self._read_jobs, name="textract-jobs", daemon=True)
        for job in jobs.unfinished():
            self._queue.put(job.id)

    def begin(self) -> None:
        """Start reading jobs, first those that an earlier stop interrupted."""
        self._reader.start()

    def end(self) -> None:
        """Read no further than the jobs that wait now."""
        self._queue.put(None)

    def join(self) -> None:
        """Wait for the last of them."""
        self._reader.join()

    def call(self, operation: str, request: Json) -> Json:
        """Answer one request. Raises TextractError."""
        with self._guard:
            self.calls[operation] += 1
        self.faults.strike(operation)
        if operation not in self._operations:
            raise not_offered(operation)
        return self._operations[operation](request)

    def detect_document_text(self, request: Json) -> Json:
        content = self._content(request.get("Document"))
        blocks, count = self._read(content, most_bytes=documents.SYNC_BYTES, most_pages=1)
        return {
            "DocumentMetadata": {"Pages": count},
            "Blocks": blocks,
            "DetectDocumentTextModelVersion": MODEL_VERSION,
        }

    def analyze_expense(self, request: Json) -> Json:
        content = self._content(request.get("Document"))
        blocks, count = self._read(content, most_bytes=documents.SYNC_BYTES, most_pages=1)
        return {"DocumentMetadata": {"Pages": count}, "ExpenseDocuments": [expense_document(blocks)]}

    def start_document_text_detection(self, request: Json) -> Json:
        token, tag = request.get("ClientRequestToken", ""), request.get("JobTag", "")
        if token and not _TOKEN.fullmatch(token):
            raise invalid_parameter("ClientRequestToken")
        if tag and not _TAG.fullmatch(tag):
            raise invalid_parameter("JobTag")
        parameters = {key: value for key, value in request.items() if key != "ClientRequestToken"}
        self._stored(request.get("DocumentLocation"))
        job, new = self._jobs.start(parameters, token)
        if new:
            self._queue.put(job.id)
        return {"JobId": job.id}

    def get_document_text_detection(self, request: Json) -> Json:
        job = self._jobs.get(request.get("JobId", ""))
        answer: Json = {"JobStatus": job.status, "DetectDocumentTextModelVersion": MODEL_VERSION}
        if job.status == IN_PROGRESS:
            return answer
        if job.status == FAILED:
            return answer | {"StatusMessage": job.message}
        blocks = self._jobs.blocks(job)
        start = _offset(request.get("NextToken"), job.id, len(blocks))
        end = start + min(int(request.get("MaxResults") or MOST_RESULTS), MOST_RESULTS)
        more = {"NextToken": _next_token(job.id, end)} if end < len(blocks) else {}
        return answer | {"DocumentMetadata": {"Pages": job.pages}, "Blocks": blocks[start:end]} | more

    def _content(self, document: Any) -> bytes:
        source = document if isinstance(document, dict) else {}
        if ("Bytes" in source) == ("S3Object" in source):
            raise invalid_parameter("Document needs either Bytes or S3Object")
        if "S3Object" in source:
            return self._stored(source)
        try:
            return base64.b64decode(source["Bytes"], validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise invalid_parameter("Bytes") from None

    def _stored(self, location: Any) -> bytes:
        where = location.get("S3Object") if isinstance(location, dict) else None
        if not isinstance(where, dict) or not where.get("Bucket") or not where.get("Name"):
            raise invalid_parameter("S3Object")
        try:
            return self._cloud.fetch(where["Bucket"], where["Name"], where.get("Version"))
        except LookupError:
            raise invalid_object() from None

    def _read(self, content: bytes, *, most_bytes: int, most_pages: int) -> RecognizedBlocks:
        """Recognize each document once: who asks again, having been killed or grown impatient, joins or is served."""
        seed = sha256(content).hexdigest()
        with self._guard:
            cached = self._readings.get((seed, most_pages))
            reading = cached or self._readings.setdefault((seed, most_pages), Future())
            while len(self._readings) > MOST_KEPT:
                del self._readings[next(iter(self._readings))]
        if cached is None:
            try:
                reading.set_result(self._recognize(seed, documents.pages(content, most_bytes, most_pages)))
            except Exception as error:  # noqa: BLE001  it is raised below, here and for all who joined
                self._readings.pop((seed, most_pages), None)
                reading.set_exception(error)
        return reading.result()

    def _recognize(self, seed: str, pages: Iterable["documents.Pixels"]) -> RecognizedBlocks:
        blocks: list[Block] = []
        number = 0
        for number, pixels in enumerate(pages, 1):
            blocks += blocks_of(self._ocr.lines(pixels), page=number, seed=seed)
            with self._guard:
                self.calls["pages"] += 1
        return blocks, number

    def _read_jobs(self) -> None:
        while (job_id := self._queue.get()) is not None:
            job = self._jobs.get(job_id)
            try:
                self._announce(job if job.over else self._read_job(job))
            except Exception:  # noqa: BLE001  a broken job must not end the thread that reads all others
                _log.exception("job %s", job.id)

    def _read_job(self, job: OcrJob) -> OcrJob:
        try:
            blocks, count = self._read(
                self._stored(job.request["DocumentLocation"]),
                most_bytes=documents.ASYNC_BYTES,
                most_pages=documents.ASYNC_PAGES,
            )
        except TextractError as error:
            return self._jobs.fail(job, error.code.removesuffix("Exception").upper())
        return self._jobs.succeed(job, blocks, count)

    def _announce(self, job: OcrJob) -> None:
        channel = job.request.get("NotificationChannel")
        if channel:
            self._cloud.publish(channel["SNSTopicArn"], json.dumps(completion(job, at=time.time())))
        self._jobs.announce(job)


def completion(job: OcrJob, *, at: float) -> Json:
    """The message that Textract publishes when a job is over; ``at`` in seconds since 1970."""
    where = job.request["DocumentLocation"]["S3Object"]
    return {
        "JobId": job.id,
        "Status": job.status,
        "API": "StartDocumentTextDetection",
        **({"JobTag": job.request["JobTag"]} if job.request.get("JobTag") else {}),
        "Timestamp": int(at * 1000),
        "DocumentLocation": {"S3ObjectName": where["Name"], "S3Bucket": where["Bucket"]},
    }


def _next_token(job_id: str, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{job_id}:{offset}".encode()).decode()


def _offset(token: str | None, job_id: str, count: int) -> int:
    if not token:
        return 0
    try:
        owner, _, offset = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
        if owner == job_id and 0 < int(offset) < count:
            return int(offset)
    except ValueError:
        pass
    raise invalid_parameter("NextToken")
