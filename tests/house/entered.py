"""The files of the product that one bill enters, from upload to webhook: ``python -m tests.house.entered`` lists them.

A file is entered when one of its functions is called; an import alone enters nothing. Adapters are fakes, and the file
comes with its text, so neither adapters nor the sandbox count.
"""

import inspect
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from billhook.domain.document_status import Status
from billhook.local.samples import american
from billhook.runtime.container import Container
from tests.builders import a_company, a_destination
from tests.fakes import World
from tests.functions.calling import Caller, api_on
from tests.functions.one_bill import upload_to_webhook
from tests.house.source import ROOT
from tests.usecases.wiring import API_URL

PRODUCT = ("layers/billhook/python/billhook", "functions")
NOT_DEPLOYED = "layers/billhook/python/billhook/local/"


def files_entered(act: Callable[[], object], root: Path = ROOT, folders: tuple[str, ...] = PRODUCT) -> list[str]:
    """The paths, relative to ``root``, of the files below ``folders`` with a function that ``act`` calls."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_flags & inspect.CO_OPTIMIZED:
            found.add(code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    paths = (Path(name).relative_to(root).as_posix() for name in found if name.startswith(f"{root}/"))
    return sorted(path for path in paths if path.startswith(folders) and not path.startswith(NOT_DEPLOYED))


def deliver_one_bill() -> None:
    """Take a sample bill with a text layer through all functions; raises AssertionError if no webhook is posted."""
    world = World()
    world.companies.add(a_company())
    world.destinations.add(a_destination())
    with patch.object(
        Container, "of", lambda _: api_on(world, api_url=API_URL, lease_seconds="25", ocr_per_second="5")
    ):
        upload_to_webhook(Caller(world), american.electric(1).sheet.reading())
    assert [document.status for document in world.memory.documents.values()] == [Status.PARSED]
    assert len(world.http_client.posted) == 1


if __name__ == "__main__":
    sys.stdout.write("\n".join(files_entered(deliver_one_bill)) + "\n")
