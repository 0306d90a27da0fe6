"""Operations of the Aurora API."""

from http import HTTPStatus

from billhook.wire.aurora import NewWebhook, WebhookChange
from billhook.wire.operations.operation import Operation

_TENANT = "/tenants/{tenant_id}"
_PROJECT = f"{_TENANT}/projects/{{project_id}}"
_WEBHOOK = f"{_TENANT}/webhooks/{{webhook_id}}"

AURORA = (
    Operation(
        "runUtilityBillUpload", "POST", f"{_PROJECT}/utility_bill_upload/run",
        "Upload one bill as raw bytes, with its name in Content-Disposition: PDF, JPG, JPEG, PNG, GIF, WEBP",
        "UtilityBillUpload", HTTPStatus.ACCEPTED, takes_bytes=True, pending="pending",
        fails=(HTTPStatus.UNSUPPORTED_MEDIA_TYPE,),
        location=f"{_PROJECT}/utility_bill_upload/status?job_id={{job_id}}",
    ),
    Operation(
        "getUtilityBillUploadStatus", "GET", f"{_PROJECT}/utility_bill_upload/status", "Status of an upload",
        "UtilityBillUploadStatus", query=("job_id",), pending="pending", fails=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    Operation(
        "listUtilityBills", "GET", f"{_PROJECT}/utility_bills", "List all bills of a project, newest first",
        "UtilityBills",
    ),
    Operation(
        "getUtilityBill", "GET", f"{_PROJECT}/utility_bills/{{utility_bill_id}}", "Get a bill, with a new file_url",
        "UtilityBill",
    ),
    Operation("listWebhooks", "GET", f"{_TENANT}/webhooks", "List a tenant's webhooks", "Webhooks"),
    Operation(
        "createWebhook", "POST", f"{_TENANT}/webhooks", "Create a webhook, called with GET when a bill is complete",
        "Webhook", HTTPStatus.CREATED, NewWebhook, location=f"{_TENANT}/webhooks/{{webhook[id]}}",
    ),
    Operation("getWebhook", "GET", _WEBHOOK, "Get a webhook", "Webhook"),
    Operation("updateWebhook", "PATCH", _WEBHOOK, "Change a webhook", "Webhook", body=WebhookChange),
    Operation(
        "replaceWebhook", "PUT", _WEBHOOK, "Change the given fields of a webhook, as PATCH", "Webhook",
        body=WebhookChange,
    ),
    Operation("deleteWebhook", "DELETE", _WEBHOOK, "Delete a webhook", status=HTTPStatus.NO_CONTENT),
)  # fmt: skip
