"""Origins that may read responses."""

import pytest

from billhook.runtime.cors import Cors


@pytest.mark.parametrize(
    ("setting", "origin", "allowed"),
    [
        ("https://a.example.org, https://b.example.org", "https://b.example.org", True),
        ("https://a.example.org", "https://a.example.org.evil.example", False),
        ("https://a.example.org", "http://a.example.org", False),
        ("*", "https://anything.example.org", True),
        ("*", None, False),
        ("", "https://a.example.org", False),
        ("https://a.example.org", "null", False),
    ],
)
def test_cors_allows_exactly_the_configured_origins(setting: str, origin: str | None, allowed: bool) -> None:
    assert Cors.of(setting).allows(origin) is allowed


def test_cors_response_has_headers_for_allowed_origins_only() -> None:
    allowed = Cors.of("https://a.example.org").headers("https://a.example.org")

    assert (allowed["Access-Control-Allow-Origin"], allowed["Vary"]) == ("https://a.example.org", "Origin")
    assert Cors.of("https://a.example.org").headers("https://b.example.org") == {}
    assert Cors.of("https://a.example.org").headers(None) == Cors().headers("https://a.example.org") == {}
