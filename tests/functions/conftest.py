"""The functions on fakes: their container is made of ``world`` instead of AWS."""

from collections.abc import Iterator

import pytest

import functions.admin.handler
import functions.api.container
import functions.authorize.handler
import functions.deliver.handler
import functions.enqueue_file.handler
import functions.fetch_url.handler
import functions.parse_document.handler
import functions.plan_deliveries.handler
import functions.publish_events.handler
import functions.unpack_archive.handler
from billhook.runtime.container import Container
from tests.builders import a_company
from tests.fakes import World
from tests.functions.calling import Caller, api_on
from tests.usecases.wiring import API_URL

_CACHES = (
    functions.api.container.container,
    functions.authorize.handler.container,
    functions.admin.handler.container,
    functions.deliver.handler.container,
    functions.enqueue_file.handler.container,
    functions.fetch_url.handler.container,
    functions.parse_document.handler.container,
    functions.plan_deliveries.handler.container,
    functions.publish_events.handler.container,
    functions.unpack_archive.handler.container,
)


@pytest.fixture(autouse=True)
def functions_on_fakes(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    """Each test has containers of its own, with the local stage's allowance for two hosts."""
    monkeypatch.setattr(
        Container,
        "of",
        lambda _: api_on(
            world,
            allowed_hosts="127.0.0.1:*,localhost:9443",
            api_url=API_URL,
            lease_seconds="39",
            ocr_per_second="10",
            token_account_claim="account",
            dispatcher_role="arn:aws:iam::999999999999:role/billhook-test-dispatcher-eu-west-1",
            reserved_buses="arn:aws:events:*:999999999999:event-bus/*",
        ),
    )
    yield
    for cached in _CACHES:
        cached.cache_clear()


@pytest.fixture
def caller(world: World) -> Caller:
    """A caller whose account owns the company ``tests.builders.COMPANY``."""
    world.companies.add(a_company())
    return Caller(world)
