"""``billhook listen``: a destination that exists only while it runs, and a hint where none leads to it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from billhook.cli.commands.listen import ENDING
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket
BILLHOOK = Path(sys.executable).with_name("billhook")


@contextmanager
def listening(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """The command in a process, which has to end in the block."""
    command = [str(BILLHOOK), "listen", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stderr
    return process.stderr.readline()


@pytest.mark.parametrize("ending", [*ENDING, signal.SIGINT])
def test_listen_removes_its_destination_on_any_end(ending: signal.Signals, known: StandInApi) -> None:
    known.on("POST /v2.2/destination/company/co-1", (201, {"id": "d1", "secret": "whsec_AAAA"}))
    known.on("DELETE /v2.2/destination/d1", (204, b""))

    with listening("--create") as process:
        assert line_of(process).startswith("Signed with")
        assert line_of(process).startswith("Listening on")
        process.send_signal(ending)
        code = process.wait()

    assert code != 0
    assert [request.method for request in known.requests] == ["POST", "DELETE"]


def test_listen_that_cannot_remove_its_destination_names_it(known: StandInApi) -> None:
    known.on("POST /v2.2/destination/company/co-1", (201, {"id": "d1", "secret": "whsec_AAAA"}))
    known.on("DELETE /v2.2/destination/d1", (403, {"code": "forbidden", "detail": "No."}))

    with listening("--create") as process:
        line_of(process)
        line_of(process)
        process.terminate()
        _, rest = process.communicate()

    assert "The destination remains" in rest
    assert "billhook destinations delete d1" in rest


def test_listen_without_destination_shows_a_hint(known: StandInApi) -> None:
    with listening() as process:
        assert line_of(process).startswith("Listening on")
        assert line_of(process).startswith("Nothing leads here yet")

    assert known.requests == []
