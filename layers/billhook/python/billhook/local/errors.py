"""Errors of the local cloud."""

from billhook.domain.errors import BillhookError


class LocalCloudError(BillhookError):
    """The local cloud cannot start, deploy or stop; the message gives cause and remedy."""

    code = "local-cloud"
    exit_code = 6
