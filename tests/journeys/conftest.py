"""The real CDK app on a separate local cloud with its own ports and state, in parallel to `billhook up`."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from billhook.local import cloud as local_cloud
from billhook.local import first_account
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.errors import LocalCloudError
from billhook.local.paths import LocalPaths, Ports
from billhook.local.receiver import Receiver
from tests.journeys.customer import Customer, new_customer

FOLDER = Path(__file__).parent
FAST_RETRIES = {"retrySchedule": "0,1,2", "retryFloor": "2", "firstProbe": "2"}
"""Three attempts, the last one a few seconds after the first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.journey)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def cloud_environment() -> dict[str, str]:
    """Fresh state and own ports for this session; its logs are kept."""
    home = LocalPaths.here().home / "journeys" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    shutil.rmtree(home, ignore_errors=True)
    return {
        "BILLHOOK_HOME": str(home),
        "BILLHOOK_AWS_PORT": str(free_port()),
        "BILLHOOK_TEXTRACT_PORT": str(free_port()),
        "BILLHOOK_CONSOLE_PORT": str(free_port()),
    }


@contextmanager
def environment_of(cloud_environment: dict[str, str]) -> Iterator[None]:
    """Set the environment to the journeys' cloud, without the user's AWS settings."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in cloud_environment.items():
            environment.setenv(name, value)
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            environment.delenv(name)
        yield


@pytest.fixture(scope="session")
def cloud(cloud_environment: dict[str, str]) -> Iterator[LocalCloud]:
    """Billhook, deployed once for all journeys."""
    log = partial(print, file=sys.stderr)
    with environment_of(cloud_environment):
        try:
            LocalPaths.here().check()
        except LocalCloudError as error:
            pytest.fail(f"journeys need `make setup`: {error}")
        running = local_cloud.up(Ports.chosen(), context=FAST_RETRIES, say=log)
    yield running
    with environment_of(cloud_environment):
        local_cloud.down()


@pytest.fixture(autouse=True)
def use_journey_cloud(cloud_environment: dict[str, str]) -> Iterator[None]:
    with environment_of(cloud_environment):
        yield


@pytest.fixture(scope="session")
def paths(cloud_environment: dict[str, str]) -> LocalPaths:
    return LocalPaths.here(cloud_environment)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


@pytest.fixture
def customer(cloud: LocalCloud, receiver: Receiver) -> Customer:
    """A company of one test, whose webhooks go to ``receiver``."""
    return new_customer(cloud, receiver)


@pytest.fixture
def other_customer(cloud: LocalCloud) -> Iterator[Customer]:
    """A customer of another account."""
    account = first_account.create(Emulator(cloud.aws_endpoint_url), cloud.admin_function, cloud.api_url)
    with Receiver() as listening:
        yield new_customer(replace(cloud, api_key=account.api_key), listening)
