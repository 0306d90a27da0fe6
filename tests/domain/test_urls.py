"""URL policy: which URLs may be called, judged by their text."""

import pytest

from billhook.domain.urls import UrlPolicy


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://files.example.org/a/b.pdf?x=1#page",
        "https://example.org:443/",
        "HTTPS://EXAMPLE.ORG/",
        "https://8.8.8.8/a.pdf",
        "https://[2606:4700::1111]/",
        "https://xn--bcher-kva.example/",
        "https://bucket.s3.eu-central-1.amazonaws.com/key?X-Amz-Signature=abc",
        "https://a_b.example.org./",
    ],
)
def test_url_with_public_https_is_allowed(url: str) -> None:
    assert UrlPolicy().fault(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bill.pdf",
        "//example.org/",
        "https:example.org",
        "https:///path",
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://anna@example.org/",
        "https://anna:secret@example.org/",
        "https://example.org@10.0.0.1/",
        "https://example.org:8443/",
        "https://example.org:80/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://localhost/",
        "https://service/",
        "https://db.internal/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://172.16.0.1/",
        "https://192.168.0.1/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[ff02::1]/",
        "https://[::1/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: x",
        "https://example.org\\@10.0.0.1/",
        "https://exämple.org/",
        "https://-.example.org/",
        "https://example..org/",
        f"https://example.org/{'x' * 2048}",
    ],
)
def test_url_of_another_kind_is_refused(url: str) -> None:
    assert UrlPolicy().fault(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:5001/", "https://127.0.0.1/", "https://localhost:9443/x"])
def test_allowed_hosts_match_local_urls(url: str) -> None:
    assert UrlPolicy.of("127.0.0.1:*, LOCALHOST:9443").fault(url) is None


@pytest.mark.parametrize("url", ["https://localhost:9444/", "ftp://127.0.0.1/", "https://127.0.0.2:5001/"])
def test_allowed_hosts_match_no_other_url(url: str) -> None:
    assert UrlPolicy.of("127.0.0.1:*,localhost:9443").fault(url)


def test_allowed_hosts_if_empty_match_nothing() -> None:
    assert UrlPolicy.of(" , ") == UrlPolicy()
