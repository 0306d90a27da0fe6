"""What a customer does: hand bills in, look what became of them, take webhooks."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import urllib3

from billhook.cli.client import ApiClient
from billhook.local.cloud import LocalCloud
from billhook.local.receiver import Received, Receiver

PATIENCE = 150.0
"""Seconds: a first scan loads the OCR engine, and the sweeper looks once a minute."""
FINAL = {"PARSED", "NEEDS_REVIEW", "REJECTED"}


@dataclass(frozen=True)
class Customer:
    """One company with a site and a destination."""

    api_url: str
    api_key: str
    company_id: str
    site_id: str
    destination_id: str
    receiver: Receiver

    @cached_property
    def api(self) -> ApiClient:
        return ApiClient(self.api_url, self.api_key)

    @property
    def jobs_path(self) -> str:
        return f"/v2.2/job/company/{self.company_id}"

    def hand_in(self, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
        """POST files as one job; answers the job as it is a moment later."""
        job: dict[str, Any] = self.api.submit(self.company_id, files, fields)
        return job

    def job(self, job_id: str, *, patience: float = PATIENCE) -> dict[str, Any]:
        """The job in its end state."""

        def done() -> dict[str, Any] | None:
            job: dict[str, Any] = self.api.get(f"/v2.2/job/{job_id}")
            return job if job["status"] != "PENDING" else None

        job: dict[str, Any] = wait_until(done, f"job {job_id} done", patience)
        return job

    def document(self, document_id: str) -> dict[str, Any]:
        document: dict[str, Any] = self.api.get(f"/v2.2/document/{document_id}")
        return document

    def read(self, name: str, content: bytes, **fields: str) -> dict[str, Any]:
        """Hand one file in and wait; the document that it became."""
        job = self.job(self.hand_in((name, content), **fields)["id"])
        return self.document(job["documentIds"][0])

    def told(self, kind: str, subject: str, *, patience: float = PATIENCE) -> Received:
        """The first verified webhook of a type about a document or job."""

        def about(received: Sequence[Received]) -> list[Received]:
            return [got for got in received if got.verified and got.type == kind and got.body["id"] == subject]

        arrived = self.receiver.wait_for(lambda received: bool(about(received)), timeout=patience)
        assert arrived, f"no {kind} about {subject}; came: {sorted(got.type for got in self.receiver.received)}"
        return about(self.receiver.received)[0]

    def events(self, subject: str) -> list[tuple[str, str]]:
        """Type and id of every event about a document or job, each once however often it was delivered."""
        received = self.receiver.received
        return sorted({(got.type, got.event_id) for got in received if got.verified and got.body["id"] == subject})

    def download(self, url: str) -> bytes:
        """The response to a document's link, redirects followed."""
        answer = urllib3.request("GET", url, timeout=20.0)
        assert answer.status == 200, answer.data[:300]
        return answer.data

    def ask(self, method: str, path: str, *, key: str | None = None, **more: Any) -> urllib3.BaseHTTPResponse:
        """A request made by hand; ``key`` "" sends none."""
        sent = self.api_key if key is None else key
        headers = {"x-api-key": sent, **more.pop("headers", {})} if sent else more.pop("headers", {})
        return urllib3.request(method, self.api_url + path, headers=headers, timeout=30.0, retries=False, **more)


def a_customer(cloud: LocalCloud, receiver: Receiver) -> Customer:
    """A new company of the local account, with a site and a destination that leads to ``receiver``."""
    api = ApiClient(cloud.api_url, cloud.api_key)
    company = api.post("/v2.2/company", {"name": "Journey"})["id"]
    site = api.post(f"/v2.2/site/company/{company}", {"name": "Here"})["id"]
    made = api.post(f"/v2.2/destination/company/{company}", {"type": "webhook", "url": receiver.url})
    receiver.secret = made["secret"]
    return Customer(cloud.api_url, cloud.api_key, company, site, made["id"], receiver)


def wait_until(found: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """What ``found`` answers once it is true; fails when ``patience`` seconds are over."""
    deadline = time.monotonic() + patience
    while not (answer := found()):
        assert time.monotonic() < deadline, f"after {patience:.0f} s not yet: {what}"
        time.sleep(0.25)
    return answer
