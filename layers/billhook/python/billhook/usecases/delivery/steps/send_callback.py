"""Send a callback of the Aurora door for a final bill: a GET of its URL template, without a body."""

from dataclasses import dataclass

from billhook.domain.callback import FAILED, SUCCEEDED, filled
from billhook.domain.document_status import Status
from billhook.ports.crypto import Encryptor
from billhook.ports.senders import DeliveryResponse, HttpClient, OutboundMessage
from billhook.wire.agent import USER_AGENT


@dataclass(frozen=True)
class SendCallback:
    """A ``ports.Sender``. Raises ValueError for a header that was encrypted for another context."""

    encryptor: Encryptor
    http_client: HttpClient

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        destination, body = message.destination, message.body
        values = {
            "job_id": body["jobId"],
            "utility_bill_id": body["id"],
            "project_id": body.get("siteId") or "",
            "status": FAILED if body["status"] == Status.REJECTED else SUCCEEDED,
        }
        headers = {"user-agent": USER_AGENT, "accept": "*/*"}
        if destination.header:
            opened = self.encryptor.decrypt(destination.header.sealed, context=destination.id)
            headers[destination.header.name] = opened.decode()
        return self.http_client.get(filled(destination.url or "", values), headers=headers)
