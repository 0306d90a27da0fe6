"""Errors of the local cloud."""

from billhook.domain.errors import BillhookError


class LocalCloudError(BillhookError):
    """The local cloud cannot start, deploy or stop; the message gives cause and remedy."""

    code = "local-cloud"
    exit_code = 6


class RequestRefused(LocalCloudError):
    """The API answered a request with an error ``status``."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
