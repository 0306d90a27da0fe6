"""The requests of the Nectar documentation, made by curl with another base URL and key."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from billhook.local import services
from billhook.local.file_server import FileServer
from billhook.local.paths import LocalPaths
from billhook.local.samples import american
from tests.journeys.customer import Customer

JOB_FIELDS = {
    "id", "company", "siteId", "status", "created", "updated", "documentIds", "parsedDocumentIds",
    "duplicateDocumentIds", "duplicates", "nonUtilityDocumentIds", "failedDocumentIds", "terminationReason", "info",
}  # fmt: skip
REQUIRED = ("billDate", "chargesUnits", "company", "usageData", "lineItems")
OPTIONAL = {
    "updated", "fileName", "email", "jobId", "notes", "dueDate", "totalCharges", "sourceType", "isFlagged", "invoiceId",
    "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits",
    "currentOpenBalance", "currentCharges", "credits", "taxCharges", "interestCharges", "electricitySupplyCharges",
    "electricityDeliveryCharges", "electricityDemandCharges", "gasSupplyCharges", "gasDeliveryCharges",
}  # fmt: skip
USAGE_FIELDS = {
    "startDate", "endDate", "updated", "isEstimated", "isImplied", "currentReading", "previousReading", "multiplier",
    "multiplierDescription", "multiplier2", "multiplier2Description", "fractionRenewable", "netMeteringGeneratedKwh",
    "netMeteringGridImportKwh", "netMeteringGridExportKwh", "exclusion", "tariff", "billedDemand", "supplierName",
    "utilityName", "country",
}  # fmt: skip
LINE_FIELDS = {
    "rate", "totalCharge", "description", "quantity", "quantityUnits", "multipliers", "accountIds", "chargeType",
    "electricityChargeType", "electricityIsDemand", "electricityTimeOfUse", "gasChargeType", "billingPeriod",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="the page's requests are made by curl")


def curl(customer: Customer, path: str, *arguments: str) -> Any:
    """What curl prints, as JSON."""
    key = ("-H", f"X-API-Key: {customer.api_key}")
    command = ["curl", "--silent", "--show-error", "--fail-with-body", *arguments, *key, customer.api_url + path]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    return json.loads(result.stdout)


def test_nectar_requests_with_curl_give_documented_fields(
    customer: Customer, paths: LocalPaths, tmp_path: Path
) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(american.electric(461).sheet.pdf())
    served = {"electricity.pdf": american.electric(462).sheet.pdf(), "water.pdf": american.water(463).sheet.pdf()}
    company, site = customer.company_id, customer.site_id

    with FileServer(served, services.certificate(paths)) as server:
        request = {"documents": [server.url(name) for name in served], "siteId": site}
        bulk = curl(
            customer, f"/v2.2/job/company/{company}/bulk",
            "-X", "POST", "-H", "Content-Type: application/json", "-d", json.dumps(request),
        )  # fmt: skip
        single = curl(
            customer, f"/v2.2/job/company/{company}",
            "-X", "POST", "-F", f"document=@{bill}", "-F", f"siteId={site}",
        )  # fmt: skip
        for job in (bulk, single):
            assert set(job) == JOB_FIELDS
            assert job["status"] == "PENDING"
            customer.job(job["id"])

    finished = [curl(customer, f"/v2.2/job/{job['id']}") for job in (bulk, single)]
    assert [(job["status"], len(job["parsedDocumentIds"])) for job in finished] == [("COMPLETED", 2), ("COMPLETED", 1)]
    jobs = curl(customer, f"/v2.2/job/company/{company}")["results"]
    assert jobs == list(reversed(finished))
    listed = curl(customer, f"/v2.2/document/company/{company}")["results"]
    assert {item["id"] for item in listed} == {item for job in finished for item in job["parsedDocumentIds"]}
    for item in listed:
        document = curl(customer, f"/v2.2/document/{item['id']}")
        assert all(document[name] for name in REQUIRED)
        assert document.keys() >= OPTIONAL
        assert all(entry.keys() >= USAGE_FIELDS for entry in document["usageData"])
        assert all(line.keys() >= LINE_FIELDS for line in document["lineItems"])
        assert document["siteId"] == site
        assert customer.download(document["url"]).startswith(b"%PDF")
