"""The egress guard: which URLs it refuses, and which address it connects to."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_address
from threading import Event

import pytest

from billhook.adapters.addresses import Address
from billhook.adapters.egress import CallFailed, Deadline, Egress
from billhook.domain.errors import EgressRefused
from billhook.domain.urls import UrlPolicy
from tests.adapters.egress.servers import answer, serving

PUBLIC = "93.184.215.14"

NAMES = {
    "bills.example.com": [PUBLIC],
    "metadata.example.com": ["169.254.169.254"],
    "inside.example.com": ["10.1.2.3"],
    "mixed.example.com": [PUBLIC, "10.1.2.3"],
    "mixed6.example.com": [PUBLIC, "::1"],
    "mapped.example.com": ["::ffff:169.254.169.254"],
    "nat64.example.com": ["64:ff9b::a9fe:a9fe"],
    "six-to-four.example.com": ["2002:a9fe:a9fe::1"],
    "teredo.example.com": ["2001:0:a9fe:a9fe::1"],
    "local6.example.com": ["fd00:ec2::254"],
    "multicast.example.com": ["224.0.0.1"],
    "zero.example.com": ["0.0.0.0"],
    "cgnat.example.com": ["100.100.100.200"],
}

REFUSED = [
    # Addresses, plain and in disguise.
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0x0.0x0.0x1/", "https://0177.0.0.1/", "https://017700000001/", "https://0/", "https://0.0.0.0/",
    "https://169.254.169.254/latest/meta-data/", "https://2852039166/", "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/", "https://169.254.170.2/v2/credentials", "https://10.0.0.1/",
    "https://172.16.0.1/", "https://192.168.1.1/", "https://100.64.0.1/", "https://224.0.0.1/",
    "https://255.255.255.255/", "https://8.8.8.8/", "https://127.0.0.1./",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fd00:ec2::254]/", "https://[fe80::1]/",
    "https://[::127.0.0.1]/", "https://[2606:4700:4700::1111]/",
    # Names of what is inside, and names that lead there.
    "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://app.localhost/",
    "https://metadata.google.internal/", "https://printer.local/", "https://router.lan/", "https://intranet/",
    *(f"https://{name}/" for name in NAMES if name != "bills.example.com"),
    # Other ways to speak.
    "http://bills.example.com/", "ftp://bills.example.com/a.pdf", "file:///etc/passwd", "file://bills.example.com/a",
    "gopher://bills.example.com:70/_x", "dict://bills.example.com:2628/", "ldap://bills.example.com/",
    "data:application/pdf;base64,AA==", "jar:https://bills.example.com!/", "//bills.example.com/", "bills.example.com",
    "https:bills.example.com", "https:///a.pdf", "https://",
    # Other ports, and what a port is not.
    "https://bills.example.com:80/", "https://bills.example.com:8443/", "https://bills.example.com:22/",
    "https://bills.example.com:9001/", "https://bills.example.com:0x1bb/", "https://bills.example.com:99999/",
    # Credentials, and hosts that only look like one.
    "https://user@bills.example.com/", "https://user:secret@bills.example.com/", "https://bills.example.com@127.0.0.1/",
    "https://bills.example.com:443@10.0.0.1/", "https://127.0.0.1\\@bills.example.com/",
    "https://bills.example.com\\@127.0.0.1/", "https://bills.example.com%2f@127.0.0.1/",
    # Characters that parsers disagree about.
    "https://bills.example.com/\r\nX: y", "https://bills.example.com/a b", "https://bills.exam\tple.com/",
    " https://bills.example.com/", "https://①②⑦.⓪.⓪.①/", "https://bills。example。com/", "https://ⓛocalhost/",
    "https://bills.example.com/" + "a" * 2048,
]  # fmt: skip


@dataclass
class Network:
    """Records which names the guard resolved and where it connected; opens no connection."""

    names: dict[str, list[str]] = field(default_factory=lambda: dict(NAMES))
    lookups: list[str] = field(default_factory=list)
    connections: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, _port: int) -> Sequence[Address]:
        """Resolve like ``getaddrinfo``, which accepts every spelling of an IPv4 address."""
        self.lookups.append(host)
        if host in self.names:
            return [ip_address(address) for address in self.names[host]]
        try:
            return [IPv4Address(socket.inet_aton(host))]
        except OSError:
            return [ip_address("127.0.0.1")]

    def connect(self, address: tuple[str, int], _seconds: float) -> socket.socket:
        self.connections.append(address)
        raise ConnectionRefusedError

    @property
    def egress(self) -> Egress:
        return Egress(UrlPolicy(), self.resolve, self.connect)


def call(egress: Egress, url: str) -> int:
    with egress.call("GET", url, headers={}, deadline=Deadline(5)) as response:
        return response.status


@pytest.mark.parametrize("url", REFUSED)
def test_egress_to_forbidden_url_opens_no_connection(url: str) -> None:
    network = Network()

    with pytest.raises(EgressRefused):
        call(network.egress, url)

    assert network.connections == []


def test_egress_forbidden_urls_are_at_least_forty_five() -> None:
    assert len(set(REFUSED)) >= 45


@pytest.mark.parametrize(
    "url", ["https://bills.example.com/", "https://bills.example.com:443/a?b=c", "https://BILLS.example.com./"]
)
def test_egress_connects_to_the_checked_address(url: str) -> None:
    network = Network()

    with pytest.raises(CallFailed, match="refused"):
        call(network.egress, url)

    assert network.connections == [(PUBLIC, 443)]


def test_egress_resolves_a_rebinding_name_once() -> None:
    network = Network()
    answers = iter([PUBLIC, "127.0.0.1"])

    def rebinding(host: str, _port: int) -> Sequence[Address]:
        network.lookups.append(host)
        return [ip_address(next(answers))]

    with pytest.raises(CallFailed):
        call(Egress(UrlPolicy(), rebinding, network.connect), "https://rebind.example.com/")

    assert (network.lookups, network.connections) == (["rebind.example.com"], [(PUBLIC, 443)])


def test_egress_uses_only_ipv4_addresses() -> None:
    network = Network(names={"both.example.com": ["2606:4700:4700::1111", PUBLIC], "six.example.com": ["2606:4700::1"]})

    for url in ("https://both.example.com/", "https://six.example.com/"):
        with pytest.raises(CallFailed):
            call(network.egress, url)

    assert network.connections == [(PUBLIC, 443)]


def test_egress_to_unknown_name_raises_dns_error() -> None:
    def unknown(_host: str, _port: int) -> Sequence[Address]:
        raise socket.gaierror("unknown")

    with pytest.raises(CallFailed, match="dns_error"):
        call(Egress(UrlPolicy(), unknown), "https://nowhere.example.com/")


def test_egress_with_stuck_resolver_times_out() -> None:
    never = Event()

    def stuck(_host: str, _port: int) -> Sequence[Address]:
        never.wait(30)
        return []

    egress = Egress(UrlPolicy(), stuck)

    with (
        pytest.raises(CallFailed, match="timeout"),
        egress.call("GET", "https://slow.example.com/", headers={}, deadline=Deadline(0.1)),
    ):
        pass
    never.set()


@pytest.mark.enable_socket
def test_egress_local_allowance_opens_one_host_and_port() -> None:
    with serving(answer(body=b"hello")) as server, serving(answer()) as other:
        egress = Egress(UrlPolicy.of(f"127.0.0.1:{server.port}"))

        assert call(egress, f"{server.url}/a") == 200
        with pytest.raises(EgressRefused):
            call(egress, other.url)

    assert [request.split(b"\r\n")[0] for request in server.requests] == [b"GET /a HTTP/1.1"]
    assert other.requests == []


@pytest.mark.enable_socket
def test_egress_ignores_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer()) as server, serving(answer("502 Bad Gateway")) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)

        status = call(Egress(UrlPolicy.of("127.0.0.1:*")), server.url)

    assert (status, proxy.requests) == (200, [])
