"""What all tests share: no network, no cloud by accident, and time that stands still."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket

from tests.fakes import FakeClock, World


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sockets are for journeys, and for tests that say so with ``@pytest.mark.enable_socket``."""
    if any(request.node.get_closest_marker(name) for name in ("journey", "enable_socket")):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that shows ``tests.fakes.NOW`` until it is advanced."""
    return FakeClock()


@pytest.fixture
def world() -> World:
    """Every port as a fake, over one memory."""
    return World()
