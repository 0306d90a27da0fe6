"""``UrlFetcher``: download of a file from servers that are slow, redirect, compress or send wrong lengths."""

import gzip
from pathlib import Path

import pytest

from billhook.adapters.egress import Egress
from billhook.adapters.url_fetcher import UrlFetcher
from billhook.domain.errors import EgressRefused, Rejection, Unavailable, Unreachable
from billhook.domain.page_limits import PageLimits
from billhook.domain.urls import UrlPolicy
from tests.adapters.egress.servers import Talk, answer, dripping, resetting, serving, silent

pytestmark = pytest.mark.enable_socket

LIMIT = 100_000
EGRESS, LIMITS = Egress(UrlPolicy.of("127.0.0.1:*")), PageLimits(file_bytes=LIMIT)
PATIENT, HASTY = UrlFetcher(EGRESS, limits=LIMITS), UrlFetcher(EGRESS, seconds=0.4, limits=LIMITS)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "file"


def fetch(talk: Talk | bytes, into: Path, fetcher: UrlFetcher = PATIENT) -> str | None:
    with serving(talk) as server:
        return fetcher.fetch(f"{server.url}/bills/june.pdf?sig=a%20b", into)


def test_url_fetcher_writes_the_bytes_to_the_file(into: Path) -> None:
    content = bytes(range(256)) * 300

    name = fetch(answer(body=content), into)

    assert (into.read_bytes(), name) == (content, None)


def test_url_fetcher_writes_a_chunked_body_to_the_file(into: Path) -> None:
    fetch(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbill\r\n2\r\n!!\r\n0\r\n\r\n", into)

    assert into.read_bytes() == b"bill!!"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="june.pdf"', "june.pdf"),
        ("attachment; filename=june.pdf", "june.pdf"),
        ("attachment; filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf", "Rechnung März.pdf"),
        ("inline", None),
        ("attachment; filename*=nonsense''%ff", "ÿ"),
    ],
)
def test_url_fetcher_takes_the_file_name_of_the_server(disposition: str, name: str | None, into: Path) -> None:
    assert fetch(answer(body=b"x", Content_Disposition=disposition), into) == name


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_url_fetcher_follows_a_redirect(status: str, into: Path) -> None:
    with serving(answer(body=b"bill")) as target:
        fetch(answer(status, Location=f"{target.url}/a b/é.pdf"), into)

    assert into.read_bytes() == b"bill"
    assert target.requests[0].startswith(b"GET /a%20b/%E9.pdf HTTP/1.1\r\n")


def test_url_fetcher_follows_a_relative_redirect(into: Path) -> None:
    pages = iter([answer("302 Found", Location="../there.pdf"), answer(body=b"bill")])

    with serving(lambda connection, _: connection.sendall(next(pages))) as server:
        PATIENT.fetch(f"{server.url}/a/b/here.pdf", into)

    assert [request.split(b" ")[1] for request in server.requests] == [b"/a/b/here.pdf", b"/a/there.pdf"]


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "http://files.example.org/",
        "https://10.0.0.1/",
        "file:///proc/self/environ",
        "https://localhost:9001/2018-06-01/runtime/invocation/next",
    ],
)
def test_url_fetcher_checks_a_redirect_like_the_first_url(location: str, into: Path) -> None:
    with pytest.raises(EgressRefused):
        fetch(answer("302 Found", Location=location), into)


def test_url_fetcher_does_not_follow_a_fourth_redirect(into: Path) -> None:
    with serving(answer("302 Found", Location="/again")) as server, pytest.raises(Rejection, match="more than 3 times"):
        PATIENT.fetch(server.url, into)

    assert len(server.requests) == 4


def test_url_fetcher_redirect_without_location_is_rejected(into: Path) -> None:
    with pytest.raises(Rejection, match="without a location"):
        fetch(answer("302 Found"), into)


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial", "400 Bad", "401 No", "403 No", "404 No", "410 Gone"]
)
def test_url_fetcher_client_error_of_server_is_rejected(status: str, into: Path) -> None:
    with pytest.raises(Rejection, match=f"answered {status[:3]}") as raised:
        fetch(answer(status), into)

    assert raised.value.code == "fetch_failed"


@pytest.mark.parametrize(
    "status", ["408 Slow", "425 Early", "429 Busy", "500 Oops", "502 Bad", "503 Later", "504 Late"]
)
def test_url_fetcher_failing_server_raises_unavailable(status: str, into: Path) -> None:
    with pytest.raises(Unavailable, match=f"answered {status[:3]}"):
        fetch(answer(status), into)


def test_url_fetcher_slow_body_times_out(into: Path) -> None:
    with pytest.raises(Unavailable, match="timeout") as raised:
        fetch(dripping(b"HTTP/1.1 200 OK\r\n\r\n"), into, HASTY)

    assert not isinstance(raised.value, Unreachable)


@pytest.mark.parametrize("talk", [silent, dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ")], ids=["silent", "drips its header"])
def test_url_fetcher_server_without_response_is_rejected(talk: Talk, into: Path) -> None:
    with pytest.raises(Rejection, match="did not answer") as raised:
        fetch(talk, into, HASTY)

    assert raised.value.code == "fetch_failed"


@pytest.mark.parametrize(
    "talk", [resetting, b"", answer(body=b"half", Content_Length="9999")], ids=["reset", "none", "half"]
)
def test_url_fetcher_partial_file_is_not_accepted(talk: Talk | bytes, into: Path) -> None:
    with pytest.raises(Unreachable, match="reset"):
        fetch(talk, into)


@pytest.mark.parametrize(
    "talk",
    [answer(body=b"x" * (LIMIT + 1)), b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (LIMIT + 1)],
    ids=["announced", "unannounced"],
)
def test_url_fetcher_file_over_the_limit_is_rejected(talk: bytes, into: Path) -> None:
    with pytest.raises(Rejection) as raised:
        fetch(talk, into)

    assert raised.value.code == "too_large"
    assert not into.exists() or into.stat().st_size <= LIMIT


def test_url_fetcher_file_at_the_limit_is_accepted(into: Path) -> None:
    fetch(answer(body=b"x" * LIMIT), into)

    assert into.stat().st_size == LIMIT


def test_url_fetcher_compressed_body_is_rejected(into: Path) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)

    with pytest.raises(Rejection, match="compressed"):
        fetch(answer(body=bomb, Content_Encoding="gzip"), into)

    assert not into.exists()
