"""What can go wrong with the cloud on one machine."""

from billhook.domain.errors import BillhookError


class LocalCloudError(BillhookError):
    """The local cloud cannot start, deploy or stop; the message says why and what to do."""

    code = "local-cloud"
    exit_code = 6
