"""CPU time of the API handler without AWS, compared with a bare boto3 handler that makes the same calls.

Run as ``python -m bench.api_cost [rounds]``. moto answers each request once; the answers are recorded and replayed
below botocore, to our handler and to one that only decodes the body, makes the same calls and encodes the same answer.
``own ms`` is the time of our handler outside boto3's clients, ``calls`` the time in them; ``ratio`` is our total
over the total of the bare handler. Both alternate; figures are medians. ``bench.cold_starts`` measures cold starts.
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
from logging import StreamHandler
from pathlib import Path
from typing import Any, TextIO
from unittest.mock import patch

import boto3
from botocore.client import BaseClient
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

from billhook import names
from billhook.local.samples import text_bill
from billhook.ports.companies import Companies
from billhook.ports.documents import Contents, Jobs
from billhook.runtime.observability import logger
from billhook.settings import FUNCTION_SETTINGS, as_environment
from functions.api.container import container
from functions.api.handler import handler
from tests.adapters.cloud import create_table
from tests.builders import ACCOUNT, COMPANY, KEY, a_company, a_content, a_final_document, a_job, a_site
from tests.functions.calling import BOUNDARY, an_event, form_body

LIMIT = 3.0
ROUNDS, WARM_UP = 200, 20
LISTED = 50
API_CALL = "_make_api_call"
"""The method of botocore through which every call of a client passes."""

CALLER = {"accountId": ACCOUNT, "keyId": KEY, "allCompanies": "true", "ratePerMinute": "1000000"}
AWS = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
Handler = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Wire:
    """Records the calls and answers of boto3's clients once, and replays them."""

    is_replaying: bool = False
    calls: list[tuple[Any, str, dict[str, Any]]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    replayed: int = 0
    seconds: float = 0.0

    @contextmanager
    def tapped(self) -> Iterator[None]:
        """Intercept every call of every client."""
        call, answer, wire = getattr(BaseClient, API_CALL), BotocoreStubber.process_request, self

        def called(client: Any, operation: str, request: dict[str, Any]) -> Any:
            if not wire.is_replaying:
                wire.calls.append((client, operation, request))
            began = time.process_time()
            try:
                return call(client, operation, request)
            finally:
                wire.seconds += time.process_time() - began

        def answered(stubber: Any, request: Any) -> Any:
            if not wire.is_replaying:
                wire.answers.append(answer(stubber, request))
                return wire.answers[-1]
            wire.replayed += 1
            return wire.answers[wire.replayed - 1]

        with (
            patch.object(BaseClient, API_CALL, called),
            patch.object(BotocoreStubber, "process_request", answered),
        ):
            yield

    def rewind(self) -> None:
        """Start the replay for the next request; the last one must have used every answer."""
        assert self.replayed in {0, len(self.answers)}, f"{self.replayed} calls instead of {len(self.answers)}"
        self.replayed, self.seconds = 0, 0.0


def ours(event: dict[str, Any]) -> dict[str, Any]:
    return handler(event, None)


def bare(wire: Wire, answer: Any) -> Handler:
    """A minimal handler: decode the body, make the calls, encode ``answer``."""

    def handle(event: dict[str, Any]) -> dict[str, Any]:
        b64decode(event.get("body") or "")
        for client, operation, request in wire.calls:
            getattr(client, API_CALL)(operation, request)
        return {"statusCode": 200, "body": json.dumps(answer)}

    return handle


def cpu_ms(handle: Handler, event: dict[str, Any], wire: Wire) -> tuple[float, float]:
    """CPU milliseconds of one request, and the part of them in boto3's clients."""
    wire.rewind()
    request = deepcopy(event)
    began = time.process_time()
    handle(request)
    total = time.process_time() - began
    return 1000 * total, 1000 * wire.seconds


def measured(event: dict[str, Any], rounds: int) -> dict[str, float]:
    """Medians of both handlers for one request."""
    ours(deepcopy(event))  # loads secrets and clients
    wire = Wire()
    with wire.tapped():
        answer = ours(deepcopy(event))
        assert answer["statusCode"] in {200, 201, 202}, answer
        wire.is_replaying = True
        minimal = bare(wire, json.loads(answer["body"]))
        pairs = [(cpu_ms(ours, event, wire), cpu_ms(minimal, event, wire)) for _ in range(WARM_UP + rounds)][WARM_UP:]
    own_time = statistics.median(total - calls for (total, calls), _ in pairs)
    return {
        "calls": len(wire.calls),
        "own ms": round(own_time, 2),
        "calls ms": round(statistics.median(calls for (_, calls), _ in pairs), 2),
        "bare ms": round(statistics.median(total for _, (total, _) in pairs), 2),
        "ratio": round(statistics.median(total / minimal_total for (total, _), (minimal_total, _) in pairs), 2),
    }


def requests() -> dict[str, dict[str, Any]]:
    """One request of each frequent kind, on stored rows."""
    site = a_site()
    job = a_job(site_id=site.id)
    documents = [a_final_document(job_id=job.id, site_id=site.id) for _ in range(LISTED)]
    container().get(Companies).add(a_company())
    container().get(Companies).add_site(site)
    container().get(Jobs).add(job, documents)
    for document in documents:
        container().get(Contents).put(COMPANY, a_content(document), None)
    bill, form = text_bill(1), f"multipart/form-data; boundary={BOUNDARY}"
    tenant = f"/tenants/{COMPANY}/projects/{site.id}"
    info = json.dumps({"company": COMPANY})
    return {
        "GET document": _event("GET", f"/v2.2/document/{documents[0].id}"),
        f"GET {LISTED} documents": _event("GET", f"/v2.2/document/company/{COMPANY}"),
        "GET job": _event("GET", f"/v2.2/job/{job.id}"),
        "GET utility_bill": _event("GET", f"{tenant}/utility_bills/{documents[0].id}"),
        "POST job, one file": _event("POST", f"/v2.2/job/company/{COMPANY}", form_body(("a.pdf", bill)), form),
        "POST utility bill": _event("POST", f"{tenant}/utility_bill_upload/run", bill, "application/pdf"),
        "POST ingest": _event("POST", "/v1/ingest/uploads", form_body(("a.pdf", bill), named="files", info=info), form),
    }


def _event(method: str, path: str, body: bytes = b"", kind: str = "") -> dict[str, Any]:
    event = an_event("api/ping_on_aws") | {"httpMethod": method, "path": path}
    event["requestContext"] |= {"path": f"/prod{path}", "httpMethod": method}
    event["requestContext"]["authorizer"] |= CALLER
    event["headers"] |= {"Content-Type": kind} if kind else {}
    return event | ({"body": b64encode(body).decode(), "isBase64Encoded": True} if body else {})


@contextmanager
def deployed() -> Iterator[None]:
    """The table, bucket and settings of the function, in this process."""
    with mock_aws(), patch.dict(os.environ, AWS):
        create_table(boto3.client("dynamodb"), "table")
        boto3.client("s3").create_bucket(Bucket="bucket")
        secret = boto3.client("secretsmanager").create_secret(Name="s", SecretString="s" * 64)["ARN"]
        values = dict.fromkeys(FUNCTION_SETTINGS[names.API], "x")
        values |= {"table": "table", "bucket": "bucket", "signing_secret": secret, "lease_seconds": "39"}
        with patch.dict(os.environ, as_environment(names.API, {**values, "allowed_hosts": ""})):
            yield


def _silence_logs(target: TextIO) -> None:
    handler_of_logs = logger().registered_handler
    assert isinstance(handler_of_logs, StreamHandler)
    handler_of_logs.setStream(target)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with deployed(), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        _silence_logs(nowhere)
        result = {name: measured(event, rounds) for name, event in requests().items()}
    columns = next(iter(result.values()))
    print(f"{'request':<20} " + " ".join(f"{column:>9}" for column in columns) + f"   (limit {LIMIT} x)")
    for name, row in result.items():
        print(f"{name:<20} " + " ".join(f"{value:>9}" for value in row.values()))
    print(json.dumps({"bench": "api_cost", "rounds": rounds, "limit": LIMIT, "requests": result}))


if __name__ == "__main__":
    main()
