"""The function that sweeps one shard, or all."""

from collections.abc import Iterator
from zlib import crc32

import pytest

import functions.sweep.handler
from billhook.ports.sweeper import ALL_SHARDS, DueKind
from billhook.runtime.container import Container
from functions.sweep.handler import handler
from tests.builders import a_document, a_job
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


@pytest.fixture(autouse=True)
def sweeping_on_fakes(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    monkeypatch.setattr(Container, "of", lambda _: wired(world))
    functions.sweep.handler.container.cache_clear()
    yield
    functions.sweep.handler.container.cache_clear()


@pytest.mark.parametrize("shard", ALL_SHARDS)
def test_sweep_of_a_shard_handles_its_items_only(shard: int, world: World) -> None:
    documents = [a_document(due_at=NOW) for _ in range(40)]
    world.jobs.add(a_job(), documents)
    world.clock.at = NOW.replace(minute=NOW.minute + 5)

    counts = handler({"shard": shard}, None)

    mine = [document for document in documents if crc32(document.id.encode()) % len(ALL_SHARDS) == shard]
    assert counts[DueKind.DOCUMENT.value] == len(mine)
