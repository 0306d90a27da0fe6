"""HTTP client of Billhook's API; problems become errors with an exit code."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from billhook import __version__
from billhook.cli.faults import CliError, Exit
from billhook.cli.profile import Profile

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 60.0
PAGE = 100
DIRECT_BYTES = 4_500_000
"""Largest total of files in a form. The API accepts 4,600,000 bytes per request, form overhead included."""

File = tuple[str, bytes]
"""A file's name and its bytes."""


class Refused(CliError):
    """The API answered with a problem (RFC 9457): its ``status`` and members."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        detail = problem.get("detail") or problem.get("title") or "no reason given"
        code = problem.get("code")
        message = f"{status} {code}: {detail}" if code else f"{status}: {detail}"
        super().__init__(message + _faults_of(problem), _exit_of(status))
        self.status = status
        self.problem = problem


def _faults_of(problem: Mapping[str, Any]) -> str:
    """The refused fields with their limits, a line for each."""
    faults = problem.get("errors")
    if not isinstance(faults, list):
        return ""
    return "".join(f"\n  {fault.get('pointer')}: {fault.get('detail')}" for fault in faults if isinstance(fault, dict))


def _exit_of(status: int) -> Exit:
    if status in {401, 403}:
        return Exit.DENIED
    if status in {404, 410}:
        return Exit.NOT_FOUND
    return Exit.UNAVAILABLE if status == 429 or status >= 500 else Exit.USAGE


@dataclass(frozen=True)
class ApiClient:
    """One API with one key. Each call raises Refused for a problem, CliError when the API does not respond."""

    url: str
    key: str

    @classmethod
    def of(cls, profile: Profile) -> "ApiClient":
        reachable = profile.reachable
        return cls(reachable.api_url.rstrip("/"), reachable.api_key)

    def get(self, path: str, **query: str | int | None) -> Any:
        return self._call("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._send("POST", path, body)

    def patch(self, path: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> Any:
        return self._send("PATCH", path, body, headers)

    def delete(self, path: str) -> None:
        self._call("DELETE", path)

    def download(self, url: str) -> bytes:
        """The file at a document's signed ``url``, fetched without an API key. Raises CliError."""
        try:
            answer = self._pool.request("GET", url)
        except urllib3.exceptions.HTTPError as error:
            raise CliError("The file could not be downloaded.", Exit.UNAVAILABLE) from error
        if answer.status != 200:
            _content(max(answer.status, 400), answer.data)
        return answer.data

    def submit(self, company_id: str, files: Sequence[File], fields: Mapping[str, str | None]) -> Any:
        """Submit files as one job and return it. Files too large for a form upload go to S3 directly."""
        if sum(len(content) for _, content in files) > DIRECT_BYTES:
            return self._submit_by_forms(company_id, files, fields)
        parts: list[Any] = [("document", (name, content)) for name, content in files]
        parts += [(name, value) for name, value in fields.items() if value is not None]
        body, content_type = urllib3.encode_multipart_formdata(parts)
        path = f"/v2.2/job/company/{segment(company_id)}"
        return self._call("POST", path, body=body, headers={"content-type": content_type})

    def _submit_by_forms(self, company_id: str, files: Sequence[File], fields: Mapping[str, str | None]) -> Any:
        """Request presigned forms, then upload each file to S3."""
        body: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
        if "allowDuplicate" in body:
            body["allowDuplicate"] = body["allowDuplicate"] == "true"
        announced = [{"fileName": name, "size": len(content)} for name, content in files]
        made = self.post(f"/v2.2/job/company/{segment(company_id)}/upload", {"files": announced, **body})
        for upload, (name, content) in zip(made["uploads"], files, strict=True):
            parts: list[Any] = [*upload["fields"].items(), ("file", (name, content, "application/octet-stream"))]
            form, kind = urllib3.encode_multipart_formdata(parts)
            try:
                answer = self._pool.request("POST", upload["url"], body=form, headers={"content-type": kind})
            except urllib3.exceptions.HTTPError as error:
                raise CliError(f"{name} could not be uploaded to the bucket.", Exit.UNAVAILABLE) from error
            if answer.status >= 300:
                raise CliError(f"The bucket refused {name} with {answer.status}.", Exit.UNAVAILABLE)
        return made["job"]

    def listed(self, path: str, *, limit: int, **query: str | None) -> Iterator[dict[str, Any]]:
        """The first ``limit`` items of a list, fetched page by page."""
        cursor: str | None = None
        while limit > 0:
            page = self.get(path, limit=min(limit, PAGE), cursor=cursor, **query)
            yield from page["results"][:limit]
            limit -= len(page["results"])
            cursor = page["nextCursor"]
            if not cursor:
                return

    def _send(self, method: str, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        content = json.dumps(body).encode()
        return self._call(method, path, body=content, headers={"content-type": "application/json", **(headers or {})})

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        parameters = {name: value for name, value in (query or {}).items() if value is not None}
        address = f"{self.url}{path}{'?' + urlencode(parameters) if parameters else ''}"
        sent = {"x-api-key": self.key, "accept": "application/json", "user-agent": f"billhook/{__version__}"}
        try:
            answer = self._pool.request(method, address, body=body, headers={**sent, **(headers or {})}, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise CliError(
                f"{self.url} does not answer.",
                Exit.UNAVAILABLE,
                advice="Check that it runs. `billhook status` shows the local cloud.",
            ) from error
        return _content(answer.status, answer.data)

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        # 429 and 503 guarantee that nothing was changed, so any method may be retried; a lost response does not.
        retries = urllib3.Retry(
            total=5, connect=2, read=0, other=0, status=4, status_forcelist=(429, 503), allowed_methods=None,
            backoff_factor=0.5, raise_on_status=False,
        )  # fmt: skip
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
        return urllib3.PoolManager(maxsize=8, retries=retries, timeout=timeout)


def place(kind: str, thing_id: str) -> str:
    """The API path of a ``document``, ``site`` ... with that id."""
    return f"/v2.2/{kind}/{segment(thing_id)}"


def segment(value: str) -> str:
    """``value`` percent-encoded as one path segment."""
    return quote(value, safe="")


def _content(status: int, data: bytes) -> Any:
    try:
        content = json.loads(data) if data else {}
    except ValueError:
        content = {"detail": data[:200].decode(errors="replace")}
    if status >= 300:
        raise Refused(status, content if isinstance(content, dict) else {})
    return content
