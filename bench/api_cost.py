"""What the API's handler costs apart from AWS: its own CPU time, beside a bare boto3 handler that makes the same calls.

Run as ``python -m bench.api_cost [rounds]``. Each request is answered once by moto, and what it answered is kept; from
then on the same answers are given at once, below botocore, to our handler and to one that only decodes the body, makes
the same calls and encodes the same answer. ``own`` is the time in our handler outside of boto3's clients,
``calls`` the time in them; ``ratio`` is the whole of ours against the whole of the bare one. The two take turns;
medians. What a cold start costs is measured by ``bench.cold_starts``.
"""

import json
import os
import statistics
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from botocore.client import BaseClient
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

from billhook import names
from billhook.local.samples import text_bill
from billhook.runtime.observability import logger
from billhook.settings import FUNCTION_SETTINGS, as_environment
from functions.api.handler import handler
from functions.api.uses import uses
from tests.adapters.cloud import create_table
from tests.builders import ACCOUNT, COMPANY, KEY, a_company, a_content, a_final_document, a_job, a_site
from tests.functions.calling import BOUNDARY, an_event, form_body

LIMIT = 3.0
ROUNDS, WARM_UP = 200, 20
LISTED = 50
CALLER = {"accountId": ACCOUNT, "keyId": KEY, "allCompanies": "true", "ratePerMinute": "1000000"}
AWS = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
Handler = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Wire:
    """What boto3 was asked and answered, kept on the first time and given again from then on."""

    idempotency_records: bool = False
    calls: list[tuple[Any, str, dict[str, Any]]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    given: int = 0
    seconds: float = 0.0

    @contextmanager
    def tapped(self) -> Iterator[None]:
        """In there, every call of every client passes here."""
        call, answer, wire = BaseClient._make_api_call, BotocoreStubber.process_request, self  # type: ignore[attr-defined]  # noqa: SLF001

        def called(client: Any, operation: str, request: dict[str, Any]) -> Any:
            if not wire.idempotency_records:
                wire.calls.append((client, operation, request))
            began = time.process_time()
            try:
                return call(client, operation, request)
            finally:
                wire.seconds += time.process_time() - began

        def answered(stubber: Any, request: Any) -> Any:
            if not wire.idempotency_records:
                wire.answers.append(answer(stubber, request))
                return wire.answers[-1]
            wire.given += 1
            return wire.answers[wire.given - 1]

        with (
            patch.object(BaseClient, "_make_api_call", called),
            patch.object(BotocoreStubber, "process_request", answered),
        ):
            yield

    def rewind(self) -> None:
        """Begin a request anew. Whoever made fewer calls than before was not measured fairly."""
        assert self.given in {0, len(self.answers)}, f"{self.given} calls instead of {len(self.answers)}"
        self.given, self.seconds = 0, 0.0


def ours(event: dict[str, Any]) -> dict[str, Any]:
    return handler(event, None)


def bare(wire: Wire, said: Any) -> Handler:
    """A handler that does no more than it must: decode, make the calls, encode."""

    def handle(event: dict[str, Any]) -> dict[str, Any]:
        b64decode(event.get("body") or "")
        for client, operation, request in wire.calls:
            client._make_api_call(operation, request)  # noqa: SLF001
        return {"statusCode": 200, "body": json.dumps(said)}

    return handle


def cpu_ms(handle: Handler, event: dict[str, Any], wire: Wire) -> tuple[float, float]:
    """CPU time of one request, and how much of it was spent in boto3's clients."""
    wire.rewind()
    asked = deepcopy(event)
    began = time.process_time()
    handle(asked)
    whole = time.process_time() - began
    return 1000 * whole, 1000 * wire.seconds


def measured(event: dict[str, Any], rounds: int) -> dict[str, float]:
    """Medians of both handlers for one request."""
    ours(deepcopy(event))  # secrets and clients are there from now on
    wire = Wire()
    with wire.tapped():
        answer = ours(deepcopy(event))
        assert answer["statusCode"] in {200, 201, 202}, answer
        wire.idempotency_records = True
        other = bare(wire, json.loads(answer["body"]))
        pairs = [(cpu_ms(ours, event, wire), cpu_ms(other, event, wire)) for _ in range(WARM_UP + rounds)][WARM_UP:]
    own = statistics.median(whole - calls for (whole, calls), _ in pairs)
    return {
        "calls": len(wire.calls),
        "own ms": round(own, 2),
        "calls ms": round(statistics.median(calls for (_, calls), _ in pairs), 2),
        "bare ms": round(statistics.median(whole for _, (whole, _) in pairs), 2),
        "ratio": round(statistics.median(mine / theirs for (mine, _), (theirs, _) in pairs), 2),
    }


def requests() -> dict[str, dict[str, Any]]:
    """One request of each kind that clients make all day, on rows that are there."""
    site = a_site()
    job = a_job(site_id=site.id)
    documents = [a_final_document(job_id=job.id, site_id=site.id) for _ in range(LISTED)]
    uses().companies.add(a_company())
    uses().companies.add_site(site)
    uses().jobs.add(job, documents)
    for document in documents:
        uses().contents.put(COMPANY, a_content(document), None)
    bill, form = text_bill(1), f"multipart/form-data; boundary={BOUNDARY}"
    tenant = f"/tenants/{COMPANY}/projects/{site.id}"
    info = json.dumps({"company": COMPANY})
    return {
        "GET document": _asked("GET", f"/v2.2/document/{documents[0].id}"),
        f"GET {LISTED} documents": _asked("GET", f"/v2.2/document/company/{COMPANY}"),
        "GET job": _asked("GET", f"/v2.2/job/{job.id}"),
        "GET utility_bill": _asked("GET", f"{tenant}/utility_bills/{documents[0].id}"),
        "POST job, one file": _asked("POST", f"/v2.2/job/company/{COMPANY}", form_body(("a.pdf", bill)), form),
        "POST utility bill": _asked("POST", f"{tenant}/utility_bill_upload/run", bill, "application/pdf"),
        "POST ingest": _asked("POST", "/v1/ingest/uploads", form_body(("a.pdf", bill), named="files", info=info), form),
    }


def _asked(method: str, path: str, body: bytes = b"", kind: str = "") -> dict[str, Any]:
    event = an_event("api/ping_on_aws") | {"httpMethod": method, "path": path}
    event["requestContext"] |= {"path": f"/prod{path}", "httpMethod": method}
    event["requestContext"]["authorizer"] |= CALLER
    event["headers"] |= {"Content-Type": kind} if kind else {}
    return event | ({"body": b64encode(body).decode(), "isBase64Encoded": True} if body else {})


@contextmanager
def deployed() -> Iterator[None]:
    """What the function needs, in this process."""
    with mock_aws(), patch.dict(os.environ, AWS):
        create_table(boto3.client("dynamodb"), "table")
        boto3.client("s3").create_bucket(Bucket="bucket")
        secret = boto3.client("secretsmanager").create_secret(Name="s", SecretString="s" * 64)["ARN"]
        values = dict.fromkeys(FUNCTION_SETTINGS[names.API], "x")
        values |= {"table": "table", "bucket": "bucket", "signing_secret": secret, "lease_seconds": "39"}
        with patch.dict(os.environ, as_environment(names.API, {**values, "allowed_hosts": ""})):
            yield


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with deployed(), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        logger().registered_handler.setStream(nowhere)  # type: ignore[attr-defined]
        result = {name: measured(event, rounds) for name, event in requests().items()}
    columns = next(iter(result.values()))
    print(f"{'request':<20} " + " ".join(f"{column:>9}" for column in columns) + f"   (limit {LIMIT} x)")
    for name, row in result.items():
        print(f"{name:<20} " + " ".join(f"{value:>9}" for value in row.values()))
    print(json.dumps({"bench": "api_cost", "rounds": rounds, "limit": LIMIT, "requests": result}))


if __name__ == "__main__":
    main()
