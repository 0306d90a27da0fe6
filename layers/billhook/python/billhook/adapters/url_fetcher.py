"""Implements ``ports.Fetcher``: a URL to a file on disk, hop by hop through the egress guard."""

import http.client
import re
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import quote, urljoin

from billhook import __version__
from billhook.adapters.egress import CallFailed, Deadline, Egress
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection, Unavailable
from billhook.domain.page_limits import PageLimits

WALL_SECONDS = 30.0
HOPS = 3
_CHUNK = 64 * 1024
_OK = 200
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {408, 425, 429}
_SERVER_ERROR = 500
_HEADERS = {"User-Agent": f"Billhook/{__version__}", "Accept": "*/*"}


@dataclass(frozen=True)
class UrlFetcher:
    """Thirty seconds in all, three redirects, each to be checked like the first URL, 50 MB as they are sent."""

    egress: Egress
    seconds: float = WALL_SECONDS
    limits: PageLimits = field(default_factory=PageLimits)

    def fetch(self, url: str, into: Path) -> str | None:
        """See ``ports.Fetcher``. What the server or the way to it may mend is Unavailable, the rest a Rejection."""
        deadline = Deadline(self.seconds)
        for _ in range(1 + HOPS):
            try:
                with self.egress.call("GET", url, headers=_HEADERS, deadline=deadline) as response:
                    location = _location(response)
                    if location is None:
                        self._keep(response, into)
                        return _file_name(response)
            except CallFailed as failed:
                raise _meaning(failed) from None
            url = urljoin(url, location)
        raise Rejection(StatusReason.FETCH_FAILED, f"The URL redirects more than {HOPS} times.")

    def _keep(self, response: http.client.HTTPResponse, into: Path) -> None:
        _check(response)
        announced = response.length
        if announced is not None and announced > self.limits.file_bytes:
            raise self._too_large()
        size = 0
        with into.open("wb") as file:
            while chunk := response.read(_CHUNK):
                size += len(chunk)
                if size > self.limits.file_bytes:
                    raise self._too_large()
                file.write(chunk)
        if announced is not None and size < announced:
            raise CallFailed("reset")

    def _too_large(self) -> Rejection:
        return Rejection(StatusReason.TOO_LARGE, f"The file is larger than {self.limits.file_bytes:,} bytes.")


def _location(response: http.client.HTTPResponse) -> str | None:
    """Where a redirect leads. Bytes that servers send as they are get percent-encoded, as browsers do."""
    if response.status not in _REDIRECTS:
        return None
    location = response.getheader("Location")
    if not location:
        raise Rejection(StatusReason.FETCH_FAILED, "The server redirects to nowhere.")
    return re.sub(r"[^\x21-\x7e]", lambda found: quote(found.group().encode("latin-1", "replace")), location)


def _check(response: http.client.HTTPResponse) -> None:
    status = response.status
    if status in _BUSY or status >= _SERVER_ERROR:
        raise Unavailable(f"The server answered {status}.")
    if status != _OK:
        raise Rejection(StatusReason.FETCH_FAILED, f"The server answered {status}.")
    if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        raise Rejection(StatusReason.FETCH_FAILED, "The server compressed the file although it was asked not to.")


def _meaning(failed: CallFailed) -> Exception:
    if failed.kind == "tls_error":
        return Rejection(StatusReason.FETCH_FAILED, "The server's certificate does not hold.")
    return Unavailable(f"The server could not be reached ({failed.kind}).")


def _file_name(response: http.client.HTTPResponse) -> str | None:
    """The name in Content-Disposition, RFC 6266 with its ``filename*``."""
    message = Message()
    message["Content-Disposition"] = response.getheader("Content-Disposition", "")
    return message.get_filename()
