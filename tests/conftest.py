"""Fixtures of all tests: no network, no accidental AWS access, and a fixed clock."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket, enable_socket
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.fakes import FakeClock, World

# No test depends on the speed of the machine.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

JOURNEYS, CRASHES = "tests/journeys/", "tests/journeys/test_crashes.py"


class JourneysTogether(LoadScopeScheduling):
    """Distribute tests one by one, but keep the journeys, which share a cloud, in one group; crash tests are another.

    The largest group starts first: journeys mostly wait, and other tests fill the time.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in (CRASHES, JOURNEYS) if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> JourneysTogether:
    return JourneysTogether(config, log)


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Disable sockets except in journeys and tests marked with ``@pytest.mark.enable_socket``."""
    if any(request.node.get_closest_marker(name) for name in ("journey", "enable_socket")):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def clock() -> FakeClock:
    """A clock fixed at ``tests.fakes.NOW`` until it is advanced."""
    return FakeClock()


@pytest.fixture
def world() -> World:
    """Every port as a fake, over one memory."""
    return World()
