"""Implements ``ports.Fetcher``: downloads a URL to disk, every redirect through the egress guard."""

import http.client
import re
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import quote, urljoin

from billhook import __version__
from billhook.adapters.egress import CallFailed, Deadline, Egress
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection, Unavailable, Unreachable
from billhook.domain.page_limits import PageLimits

WALL_SECONDS = 28.0
"""With what is around a download, a dead URL ends within half a minute."""

MAX_REDIRECTS = 3
_CHUNK = 64 * 1024
_OK = 200
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {408, 425, 429}
_SERVER_ERROR = 500
_HEADERS = {"User-Agent": f"Billhook/{__version__}", "Accept": "*/*"}


@dataclass(frozen=True)
class UrlFetcher:
    """Downloads with at most 28 seconds in all, three redirects, and the file size limit."""

    egress: Egress
    seconds: float = WALL_SECONDS
    limits: PageLimits = field(default_factory=PageLimits)

    def fetch(self, url: str, into: Path) -> str | None:
        """See ``ports.Fetcher``. Server errors are Unavailable, network errors Unreachable, all others a Rejection.

        A server that never answers is rejected at the deadline; one that is slow with a body is Unavailable.
        """
        deadline = Deadline(self.seconds)
        for _ in range(1 + MAX_REDIRECTS):
            has_answered = False
            try:
                with self.egress.call("GET", url, headers=_HEADERS, deadline=deadline) as response:
                    has_answered = True
                    location = _location(response)
                    if location is None:
                        self._save(response, into)
                        return _file_name(response)
            except CallFailed as failure:
                raise self._translated(failure, deadline, has_answered=has_answered) from None
            url = urljoin(url, location)
        raise Rejection(StatusReason.FETCH_FAILED, f"The URL redirects more than {MAX_REDIRECTS} times.")

    def _save(self, response: http.client.HTTPResponse, into: Path) -> None:
        _check(response)
        content_length = response.length
        if content_length is not None and content_length > self.limits.file_bytes:
            raise self._too_large()
        size = 0
        with into.open("wb") as file:
            while chunk := response.read(_CHUNK):
                size += len(chunk)
                if size > self.limits.file_bytes:
                    raise self._too_large()
                file.write(chunk)
        if content_length is not None and size < content_length:
            raise CallFailed("reset")

    def _translated(self, failure: CallFailed, deadline: Deadline, *, has_answered: bool) -> Exception:
        if failure.kind == "tls_error":
            return Rejection(StatusReason.FETCH_FAILED, "The server's certificate is not valid.")
        if failure.kind == "timeout" and deadline.has_passed:
            if not has_answered:
                return Rejection(StatusReason.FETCH_FAILED, f"The server did not answer within {self.seconds:.0f} s.")
            return Unavailable("The server was too slow (timeout).")
        return Unreachable(f"The server could not be reached ({failure.kind}).")

    def _too_large(self) -> Rejection:
        return Rejection(StatusReason.TOO_LARGE, f"The file is larger than {self.limits.file_bytes:,} bytes.")


def _location(response: http.client.HTTPResponse) -> str | None:
    """Return a redirect's target, or None for other responses. Raw bytes are percent-encoded, as browsers do."""
    if response.status not in _REDIRECTS:
        return None
    location = response.getheader("Location")
    if not location:
        raise Rejection(StatusReason.FETCH_FAILED, "The server redirects without a location.")
    return re.sub(r"[^\x21-\x7e]", lambda match: quote(match.group().encode("latin-1", "replace")), location)


def _check(response: http.client.HTTPResponse) -> None:
    status = response.status
    if status in _BUSY or status >= _SERVER_ERROR:
        raise Unavailable(f"The server answered {status}.")
    if status != _OK:
        raise Rejection(StatusReason.FETCH_FAILED, f"The server answered {status}.")
    if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        raise Rejection(StatusReason.FETCH_FAILED, "The server compressed the file against the request.")


def _file_name(response: http.client.HTTPResponse) -> str | None:
    """Return the name in Content-Disposition (RFC 6266, with ``filename*``)."""
    message = Message()
    message["Content-Disposition"] = response.getheader("Content-Disposition", "")
    return message.get_filename()
