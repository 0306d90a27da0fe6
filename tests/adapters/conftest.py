"""Fixtures of adapter tests: moto in this process, or the emulator at BILLHOOK_EMULATOR_URL."""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.adapters.cloud import Clients, Cloud
from tests.fakes import World

EMULATOR = os.environ.get("BILLHOOK_EMULATOR_URL")
FAKE = pytest.param("fake")
MOTO = pytest.param("moto")
ON_EMULATOR = pytest.param(
    "emulator",
    marks=[
        pytest.mark.enable_socket,
        pytest.mark.skipif(not EMULATOR, reason="set BILLHOOK_EMULATOR_URL to run it on the emulator"),
    ],
)


@pytest.fixture(scope="session")
def moto_clients() -> Iterator[Clients]:
    with mock_aws():
        yield Clients()


@pytest.fixture(scope="session")
def emulator_clients() -> Clients:
    return Clients(EMULATOR)


@pytest.fixture
def cloud(moto_clients: Clients) -> Cloud:
    """Every adapter on moto, with a separate table and bucket."""
    return Cloud(moto_clients)


@pytest.fixture(params=[FAKE, MOTO, ON_EMULATOR])
def ports(request: pytest.FixtureRequest) -> World | Cloud:
    """Every port, implemented by fakes and by adapters: a contract test must pass on both."""
    return on(request.param, request)


@pytest.fixture(params=[FAKE, ON_EMULATOR])
def atomic_ports(request: pytest.FixtureRequest) -> World | Cloud:
    """Every port without moto, which loses concurrent writes next to cancelled transactions."""
    return on(request.param, request)


def on(where: str, request: pytest.FixtureRequest) -> World | Cloud:
    if where == "fake":
        return World()
    clients: Clients = request.getfixturevalue(f"{where}_clients")
    return Cloud(clients)
