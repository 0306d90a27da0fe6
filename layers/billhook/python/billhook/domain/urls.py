"""Policy for outgoing URLs, decided by their text; addresses are checked on connection."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 2048
HTTPS_PORT = 443

_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "onion", "arpa")


@dataclass(frozen=True)
class UrlPolicy:
    """https, port 443, a public host, no credentials; hosts in ``allowed`` are exempt.

    ``allowed`` holds ``host:port`` or ``host:*``. Only the local stage uses it, for http, other ports and private
    addresses.
    """

    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allowed_hosts: str) -> Self:
        """From the comma-separated setting."""
        return cls(frozenset(entry.strip().lower() for entry in allowed_hosts.split(",") if entry.strip()))

    def allows(self, host: str, port: int) -> bool:
        """Whether ``allowed`` contains this host and port."""
        return not self.allowed.isdisjoint({f"{host.lower()}:{port}", f"{host.lower()}:*"})

    def fault(self, url: str) -> str | None:
        """The reason why ``url`` is refused, as a sentence for its author; None if it is allowed."""
        if len(url) > MAX_LENGTH:
            return f"The URL is longer than {MAX_LENGTH} characters."
        if _UNPRINTABLE.search(url) or "\\" in url:
            return "The URL has characters that must be percent-encoded."
        try:
            parts = urlsplit(url)
            port = parts.port or (80 if parts.scheme == "http" else HTTPS_PORT)
        except ValueError:
            return "This is not a URL."
        host = parts.hostname or ""
        if parts.scheme in {"http", "https"} and host and self.allows(host, port):
            return None
        return _fault_of_parts(parts, host, port)


def _fault_of_parts(parts: SplitResult, host: str, port: int) -> str | None:
    if parts.scheme != "https" or not parts.netloc:
        return "The URL must start with https://."
    if "@" in parts.netloc:
        return "The URL must not carry a user name or password."
    if port != HTTPS_PORT:
        return f"Only port {HTTPS_PORT} is called."
    return None if _is_public(host) else "The host is not a public one."


def _is_public(host: str) -> bool:
    address = _address(host)
    if address:
        return address.is_global and not address.is_multicast
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or labels[-1] in _INSIDE or _NUMBER.fullmatch(labels[-1]):
        return False  # a last label that is a number makes the whole an address in disguise: 127.1, 0x7f.1
    return all(_LABEL.fullmatch(label) for label in labels)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
