"""The pipeline's own container over the fakes: what is tested is wired as in the cloud."""

from typing import Any

from billhook.runtime.pipeline import Pipeline
from billhook.settings import Settings
from tests.fakes import World

API_URL = "https://api.example.org/v1"


def wired(world: World, *, retry_schedule: str = "", **parts: Any) -> Pipeline:
    """A pipeline whose ports are those of ``world``, but for ``parts`` (ports, and ``extract``)."""
    pipeline = Pipeline(Settings(api_url=API_URL, lease_seconds="25", retry_schedule=retry_schedule))
    pipeline.__dict__.update(vars(world) | parts)
    return pipeline
