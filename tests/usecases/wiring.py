"""The container of the pipeline's functions on fakes, wired as in the cloud."""

from typing import Any

from billhook.runtime.container import Container
from billhook.settings import Settings
from tests.fakes import World
from tests.fakes.container import fake_container

API_URL = "https://api.example.org/v1"


def wired(world: World, *, retry_schedule: str = "", **parts: Any) -> Container:
    """A container on the fakes of ``world``, but for ``parts`` (ports by their names, and ``extract``)."""
    return fake_container(
        world,
        Settings(api_url=API_URL, lease_seconds="25", ocr_per_second="10", retry_schedule=retry_schedule),
        **parts,
    )
