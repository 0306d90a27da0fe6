"""A customer of the API: submits bills, polls jobs and documents, receives webhooks."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import urllib3

from billhook.cli.client import ApiClient
from billhook.local.cloud import LocalCloud
from billhook.local.receiver import Received, Receiver

TIMEOUT = 150.0
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

    def submit(self, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
        """POST files as one job; returns the job of the response."""
        job: dict[str, Any] = self.api.submit(self.company_id, files, fields)
        return job

    def job(self, job_id: str, *, timeout: float = TIMEOUT) -> dict[str, Any]:
        """The job in its end state."""

        def done() -> dict[str, Any] | None:
            job: dict[str, Any] = self.api.get(f"/v2.2/job/{job_id}")
            return job if job["status"] != "PENDING" else None

        job: dict[str, Any] = wait_until(done, f"job {job_id} done", timeout)
        return job

    def document(self, document_id: str) -> dict[str, Any]:
        document: dict[str, Any] = self.api.get(f"/v2.2/document/{document_id}")
        return document

    def submit_and_wait(self, name: str, content: bytes, **fields: str) -> dict[str, Any]:
        """Submit one file, wait for its job, and return the document."""
        job = self.job(self.submit((name, content), **fields)["id"])
        return self.document(job["documentIds"][0])

    def wait_for_event(self, kind: str, subject: str, *, timeout: float = TIMEOUT) -> Received:
        """The first verified webhook of a type about a document or job."""

        def about(received: Sequence[Received]) -> list[Received]:
            return [
                request
                for request in received
                if request.verified and request.type == kind and request.body["id"] == subject
            ]

        arrived = self.receiver.wait_for(lambda received: bool(about(received)), timeout=timeout)
        assert arrived, f"no {kind} about {subject}; came: {sorted(request.type for request in self.receiver.received)}"
        return about(self.receiver.received)[0]

    def events(self, subject: str) -> list[tuple[str, str]]:
        """Type and id of every event about a document or job, each once however often it was delivered."""
        received = self.receiver.received
        return sorted(
            {
                (request.type, request.event_id)
                for request in received
                if request.verified and request.body["id"] == subject
            }
        )

    def download(self, url: str) -> bytes:
        """The response to a document's link, redirects followed."""
        answer = urllib3.request("GET", url, timeout=20.0)
        assert answer.status == 200, answer.data[:300]
        return answer.data

    def request(self, method: str, path: str, *, key: str | None = None, **more: Any) -> urllib3.BaseHTTPResponse:
        """A single request without retries; no API key is sent if ``key`` is ""."""
        sent = self.api_key if key is None else key
        headers = {"x-api-key": sent, **more.pop("headers", {})} if sent else more.pop("headers", {})
        return urllib3.request(method, self.api_url + path, headers=headers, timeout=30.0, retries=False, **more)


def new_customer(cloud: LocalCloud, receiver: Receiver) -> Customer:
    """A new company of the local account, with a site and a webhook destination at ``receiver``."""
    api = ApiClient(cloud.api_url, cloud.api_key)
    company = api.post("/v2.2/company", {"name": "Journey"})["id"]
    site = api.post(f"/v2.2/site/company/{company}", {"name": "Here"})["id"]
    destination = api.post(f"/v2.2/destination/company/{company}", {"type": "webhook", "url": receiver.url})
    receiver.secret = destination["secret"]
    return Customer(cloud.api_url, cloud.api_key, company, site, destination["id"], receiver)


def wait_until(condition: Callable[[], Any], description: str, timeout: float = TIMEOUT) -> Any:
    """The first true result of ``condition``; the test fails after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not (result := condition()):
        assert time.monotonic() < deadline, f"after {timeout:.0f} s not yet: {description}"
        time.sleep(0.25)
    return result
