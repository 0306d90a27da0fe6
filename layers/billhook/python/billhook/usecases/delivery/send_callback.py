"""Tell a callback of the Aurora door that a bill is final: one GET of a template, nothing in the body."""

from dataclasses import dataclass

from billhook.domain.callback import FAILED, SUCCEEDED, filled
from billhook.domain.document import Status
from billhook.ports.crypto import Encryptor
from billhook.ports.senders import DeliveryResponse, HttpClient, OutboundMessage
from billhook.wire.agent import USER_AGENT


@dataclass(frozen=True)
class SendCallback:
    """A ``ports.Courier``. Raises ValueError for a header that was sealed for something else."""

    sealer: Encryptor
    postman: HttpClient

    def __call__(self, parcel: OutboundMessage) -> DeliveryResponse:
        destination, body = parcel.destination, parcel.body
        values = {
            "job_id": body["jobId"],
            "utility_bill_id": body["id"],
            "project_id": body.get("siteId") or "",
            "status": FAILED if body["status"] == Status.REJECTED else SUCCEEDED,
        }
        headers = {"user-agent": USER_AGENT, "accept": "*/*"}
        if destination.header:
            opened = self.sealer.unseal(destination.header.sealed, context=destination.id)
            headers[destination.header.name] = opened.decode()
        return self.postman.get(filled(destination.url or "", values), headers=headers)
