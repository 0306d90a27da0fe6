"""``EgressHttpClient``: every outcome of a request is returned as a response, and nothing is raised."""

import gzip
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from billhook.adapters.egress import Egress
from billhook.adapters.egress_http_client import MAX_BODY_BYTES, EgressHttpClient
from billhook.domain.urls import UrlPolicy
from billhook.local import certificate
from billhook.ports.senders import DeliveryResponse
from tests.adapters.egress.servers import Server, Talk, answer, dripping, resetting, serving, silent

pytestmark = pytest.mark.enable_socket

EGRESS = Egress(UrlPolicy.of("127.0.0.1:*"))
PATIENT, HASTY = EgressHttpClient(EGRESS), EgressHttpClient(EGRESS, seconds=0.4)


def post(url: str, http_client: EgressHttpClient = PATIENT) -> DeliveryResponse:
    return http_client.post(
        url, headers={"content-type": "application/json", "webhook-id": "7"}, body=b'{"a":"\xc3\xa9"}'
    )


def answered(talk: Talk | bytes, http_client: EgressHttpClient = PATIENT) -> tuple[DeliveryResponse, Server]:
    with serving(talk) as server:
        return post(f"{server.url}/hook?x=1", http_client), server


def test_http_client_post_sends_body_and_headers_unchanged() -> None:
    response, server = answered(answer("204 No Content"))

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert (response.status_code, response.error, body) == (204, None, b'{"a":"\xc3\xa9"}')
    assert lines[0] == b"POST /hook?x=1 HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}".encode() in lines
    assert b"webhook-id: 7" in lines
    assert b"Content-Length: 10" in lines
    assert b"Accept-Encoding: identity" in lines


def test_http_client_get_sends_headers_without_body() -> None:
    with serving(answer("204 No Content")) as server:
        response = PATIENT.get(f"{server.url}/hook/a%20b?x=1", headers={"authorization": "Bearer t"})

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert (response.status_code, body) == (204, b"")
    assert head.startswith(b"GET /hook/a%20b?x=1 HTTP/1.1\r\n")
    assert b"authorization: Bearer t" in head
    assert b"content-length" not in head.lower()


@pytest.mark.parametrize(
    "status", ["200 OK", "202 Accepted", "400 Bad Request", "404 Not Found", "410 Gone", "500 Oops"]
)
def test_http_client_returns_every_status(status: str) -> None:
    response, _ = answered(answer(status, b"why"))

    assert (response.status_code, response.error, response.body) == (int(status[:3]), None, "why")


def test_http_client_returns_a_redirect_without_following() -> None:
    with serving(answer()) as elsewhere:
        response, _ = answered(answer("302 Found", Location=elsewhere.url))

    assert (response.status_code, elsewhere.requests) == (302, [])


def test_http_client_returns_the_retry_after_header() -> None:
    response, _ = answered(answer("429 Too Many Requests", Retry_After="120"))

    assert (response.status_code, response.retry_after) == (429, "120")


def test_http_client_keeps_four_kilobytes_of_a_long_body() -> None:
    response, _ = answered(answer(body=b"y" * 10_000_000))

    assert response.body == "y" * MAX_BODY_BYTES


def test_http_client_does_not_decompress_a_body() -> None:
    response, _ = answered(answer(body=gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"))

    assert (response.status_code, response.body) == (200, "")


def test_http_client_decodes_an_invalid_body_as_far_as_possible() -> None:
    response, _ = answered(answer(body=b"caf\xe9 \0ok"))

    assert response.body == "caf� ok"


def test_http_client_returns_the_status_of_an_endless_body() -> None:
    response, _ = answered(dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"), HASTY)

    assert (response.status_code, response.error) == (200, None)


@pytest.mark.parametrize(
    ("talk", "error"),
    [
        (silent, "timeout"),
        (dripping(b"HTTP/1.1 200 OK\r\nX-Slow: "), "timeout"),
        (dripping(b""), "timeout"),
        (resetting, "reset"),
        (b"", "reset"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "reset"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 20, "reset"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200, "reset"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "reset"),
    ],
    ids=["silent", "slow header", "slow status", "reset", "hangs up", "no http", "continues", "headers", "long header"],
)
def test_http_client_failure_is_an_error_class(talk: Talk | bytes, error: str) -> None:
    response, _ = answered(talk, HASTY)

    assert (response.status_code, response.error, response.body) == (None, error, "")


def test_http_client_closed_port_is_refused() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))  # bound but not listening: the port is reserved and refuses

        assert post(f"http://127.0.0.1:{listener.getsockname()[1]}").error == "refused"


def test_http_client_forbidden_address_is_blocked() -> None:
    assert post("https://169.254.169.254/latest").error == "blocked"
    assert post("http://hooks.example.org/").error == "blocked"


@pytest.fixture
def tls(tmp_path: Path) -> Callable[[], ssl.SSLContext]:
    def context() -> ssl.SSLContext:
        certificate.write(tmp_path)
        server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server_context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
        return server_context

    return context


def test_http_client_untrusted_certificate_is_a_tls_error(tls: Callable[[], ssl.SSLContext]) -> None:
    with serving(answer(), tls()) as server:
        assert post(server.url).error == "tls_error"

    assert server.requests == []


def test_http_client_trusts_certificates_of_the_environment(
    tls: Callable[[], ssl.SSLContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer(), tls()) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        fresh = EgressHttpClient(Egress(UrlPolicy.of("127.0.0.1:*")))

        assert post(server.url, fresh).status_code == 200
        wrong_name = post(server.url.replace("127.0.0.1", "localhost.example"), fresh)

    assert wrong_name.error == "blocked"


def test_http_client_plain_request_to_tls_port_has_no_status(tls: Callable[[], ssl.SSLContext]) -> None:
    with serving(answer(), tls()) as server:
        response = post(server.url.replace("https", "http"))

    assert response.status_code is None
