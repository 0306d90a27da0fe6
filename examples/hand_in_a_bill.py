"""Upload a bill, wait for the result, print it. Python's standard library only.

    API_URL=... API_KEY=... COMPANY_ID=... python3 examples/hand_in_a_bill.py bill.pdf

`.billhook/local.json` holds the three values for the cloud on this machine.
"""

import json
import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

API_URL, API_KEY, COMPANY_ID = os.environ["API_URL"], os.environ["API_KEY"], os.environ["COMPANY_ID"]
BOUNDARY = "a-line-that-no-bill-holds"


def call(path: str, form: bytes | None = None) -> dict[str, Any]:
    headers = {"X-API-Key": API_KEY, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    with urllib.request.urlopen(urllib.request.Request(API_URL + path, data=form, headers=headers)) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


def form_of(bill: Path) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="document"; filename="{bill.name}"\r\n\r\n'
    return head.encode() + bill.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()


job = call(f"/v2.2/job/company/{COMPANY_ID}", form_of(Path(sys.argv[1])))
deadline = time.monotonic() + 300
while job["status"] == "PENDING" and time.monotonic() < deadline:
    time.sleep(1)
    job = call(f"/v2.2/job/{job['id']}")
for document_id in job["documentIds"]:
    bill = call(f"/v2.2/document/{document_id}")
    print(bill["status"], bill["statusReason"], bill["utilityName"], bill["totalCharges"], bill["chargesUnits"])
