"""Implements ``ports.Ocr`` and ``ports.ExpenseAnalyzer`` with Amazon Textract or a compatible service."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004  botocore's own

from billhook.adapters.textract_blocks import expense_page, recognized_pages
from billhook.domain.document_text import RecognizedPage
from billhook.domain.errors import Rejection, Throttled, Unavailable

_THROTTLED = frozenset({"ProvisionedThroughputExceededException", "ThrottlingException", "LimitExceededException"})
_UNAVAILABLE = frozenset({"InternalServerError", "ServiceUnavailable", "ServiceUnavailableException"})
_REJECTED = {
    "BadDocumentException": ("corrupt", "The OCR service cannot open the page."),
    "UnsupportedDocumentException": ("unsupported_type", "The OCR service does not support this file type."),
    "DocumentTooLargeException": ("too_large", "The page is too large for the OCR service."),
    "InvalidJobIdException": ("timeout", "The OCR job has expired; the service keeps jobs for seven days."),
}


@dataclass(frozen=True)
class TextractReader:
    """``client`` is a boto3 Textract client. It publishes completed jobs to ``topic_arn`` as the role ``role_arn``."""

    client: Any
    bucket: str
    topic_arn: str
    role_arn: str

    def detect(self, image: bytes) -> RecognizedPage:
        """See ``ports.Ocr``."""
        with _translated_errors():
            answer = self.client.detect_document_text(Document={"Bytes": image})
        return recognized_pages(answer["Blocks"], 1)[0]

    def analyze(self, image: bytes) -> RecognizedPage:
        """See ``ports.ExpenseAnalyzer``."""
        with _translated_errors():
            answer = self.client.analyze_expense(Document={"Bytes": image})
        return expense_page(answer)

    def start(self, *, object_key: str, token: str, tag: str) -> str:
        """See ``ports.Ocr``. ``token`` and ``tag`` have at most 64 letters, digits, ``-`` and ``_``."""
        with _translated_errors():
            answer = self.client.start_document_text_detection(
                DocumentLocation={"S3Object": {"Bucket": self.bucket, "Name": object_key}},
                ClientRequestToken=token,
                JobTag=tag,
                NotificationChannel={"SNSTopicArn": self.topic_arn, "RoleArn": self.role_arn},
            )
        return str(answer["JobId"])

    def collect(self, ocr_job_id: str) -> Sequence[RecognizedPage] | None:
        """See ``ports.Ocr``. A job with failed pages is a success with the words of the others."""
        blocks: list[dict[str, Any]] = []
        for answer in self._answers(ocr_job_id):
            if answer["JobStatus"] == "IN_PROGRESS":
                return None
            if answer["JobStatus"] == "FAILED":
                raise Rejection("unreadable", "The OCR service could not read the file.")
            blocks += answer.get("Blocks", ())
            pages = answer["DocumentMetadata"]["Pages"]
        return recognized_pages(blocks, pages)

    def _answers(self, ocr_job_id: str) -> Iterator[dict[str, Any]]:
        request = {"JobId": ocr_job_id}
        while True:
            with _translated_errors():
                answer = self.client.get_document_text_detection(**request)
            yield answer
            if not answer.get("NextToken"):
                return
            request["NextToken"] = answer["NextToken"]


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Raise the service's errors as domain errors. Errors that indicate a bug pass unchanged."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _THROTTLED:
            raise Throttled("The OCR service throttles requests.") from error
        if code in _UNAVAILABLE:
            raise Unavailable("The OCR service has an internal error.") from error
        if code in _REJECTED:
            raise Rejection(*_REJECTED[code]) from error
        raise
    except (ConnectionError, HTTPClientError) as error:
        raise Unavailable("The OCR service cannot be reached.") from error
