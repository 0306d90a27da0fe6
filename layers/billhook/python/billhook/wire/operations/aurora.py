"""The Aurora door."""

from http import HTTPStatus

from billhook.wire.aurora import NewWebhook, WebhookChange
from billhook.wire.operations.operation import Operation

_TENANT = "/tenants/{tenant_id}"
_PROJECT = f"{_TENANT}/projects/{{project_id}}"
_WEBHOOK = f"{_TENANT}/webhooks/{{webhook_id}}"

AURORA = (
    Operation(
        "runUtilityBillUpload", "POST", f"{_PROJECT}/utility_bill_upload/run",
        "Hand in one bill as raw bytes, its name in Content-Disposition: PDF, JPG, JPEG, PNG, GIF, WEBP",
        "UtilityBillUpload", HTTPStatus.ACCEPTED, takes_bytes=True,
    ),
    Operation(
        "getUtilityBillUploadStatus", "GET", f"{_PROJECT}/utility_bill_upload/status", "Where an upload stands",
        "UtilityBillUploadStatus", query=("job_id",), fails=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    Operation(
        "listUtilityBills", "GET", f"{_PROJECT}/utility_bills", "Every bill ever uploaded for a project, newest first",
        "UtilityBills",
    ),
    Operation(
        "getUtilityBill", "GET", f"{_PROJECT}/utility_bills/{{utility_bill_id}}", "One bill, with a fresh file_url",
        "UtilityBill",
    ),
    Operation("listWebhooks", "GET", f"{_TENANT}/webhooks", "A tenant's webhooks", "Webhooks"),
    Operation(
        "createWebhook", "POST", f"{_TENANT}/webhooks", "Be called with GET when a bill is done",
        "Webhook", HTTPStatus.CREATED, NewWebhook, location=f"{_TENANT}/webhooks/{{webhook[id]}}",
    ),
    Operation("getWebhook", "GET", _WEBHOOK, "One webhook", "Webhook"),
    Operation("updateWebhook", "PATCH", _WEBHOOK, "Change a webhook", "Webhook", body=WebhookChange),
    Operation("replaceWebhook", "PUT", _WEBHOOK, "Put a webhook in the place of another", "Webhook", body=NewWebhook),
    Operation("deleteWebhook", "DELETE", _WEBHOOK, "Call nobody there any more", status=HTTPStatus.NO_CONTENT),
)  # fmt: skip
