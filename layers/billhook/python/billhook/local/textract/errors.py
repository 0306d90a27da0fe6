"""Textract's errors, with the messages of the service."""

from typing import Any


class TextractError(Exception):
    """An error response of Textract; ``code`` is the exception name that botocore shows."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status

    def body(self) -> dict[str, Any]:
        return {"__type": self.code, "Code": self.code, "Message": str(self)}


def unsupported_document() -> TextractError:
    """Not PDF, PNG, JPEG or TIFF; more than one page in a synchronous call; a PDF with a password."""
    return TextractError("UnsupportedDocumentException", "Request has unsupported document format")


def bad_document() -> TextractError:
    return TextractError("BadDocumentException", "Unable to get object metadata from the document. It cannot be read.")


def too_large(limit: int) -> TextractError:
    return TextractError("DocumentTooLargeException", f"The document is larger than {limit} bytes")


def invalid_parameter(detail: str) -> TextractError:
    return TextractError("InvalidParameterException", f"Request has invalid parameters: {detail}")


def invalid_object() -> TextractError:
    return TextractError(
        "InvalidS3ObjectException",
        "Unable to get object metadata from S3. Check object key, region and/or permissions.",
    )


def invalid_job() -> TextractError:
    return TextractError("InvalidJobIdException", "Request has invalid Job Id")


def token_reused() -> TextractError:
    return TextractError(
        "IdempotentParameterMismatchException", "A ClientRequestToken was reused with other parameters"
    )


def limit_exceeded() -> TextractError:
    return TextractError("LimitExceededException", "Open jobs exceed the maximum concurrent job limit")


def throttled() -> TextractError:
    return TextractError("ProvisionedThroughputExceededException", "Provisioned rate exceeded")


def not_offered(operation: str) -> TextractError:
    return TextractError("AccessDeniedException", f"{operation} is not offered by the local Textract")
