"""A background program is started once, known by the socket it holds, and stopped by asking."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from billhook.local.errors import LocalCloudError
from billhook.local.processes import Daemon, alive, is_port_open, listens
from billhook.local.receiver import Receiver

pytestmark = pytest.mark.enable_socket

SERVE = """
import http.server, signal, sys, threading
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever(0.01)
open("said goodbye", "w").close()
"""


def free_port() -> int:
    with Receiver() as receiver:
        return int(receiver.url.rsplit(":", 1)[1].strip("/"))


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    started = Daemon(
        "the tester", free_port(), "TESTER_PORT", "/", tmp_path / "tester.pid", tmp_path / "logs" / "tester.log"
    )
    yield started
    started.stop()


def start(daemon: Daemon, folder: Path, script: str = SERVE) -> None:
    daemon.start([sys.executable, "-c", script, str(daemon.port)], {"PATH": os.defpath}, folder)


def test_daemon_is_identified_by_pid_and_socket(daemon: Daemon, tmp_path: Path) -> None:
    start(daemon, tmp_path)

    assert daemon.pid is not None
    assert listens(daemon.pid, daemon.port)
    assert not listens(os.getpid(), daemon.port)


def test_daemon_stop_waits_for_the_end(daemon: Daemon, tmp_path: Path) -> None:
    start(daemon, tmp_path)
    pid = daemon.pid

    stopped = daemon.stop()

    assert stopped
    assert pid is not None
    assert not alive(pid)
    assert (tmp_path / "said goodbye").exists()
    assert not is_port_open(daemon.port)
    assert daemon.stop() is False


def test_daemon_with_a_taken_port_shows_advice(daemon: Daemon, tmp_path: Path) -> None:
    with (
        Receiver(port=daemon.port),
        pytest.raises(LocalCloudError, match=f"Port {daemon.port} .* is taken .* TESTER_PORT"),
    ):
        start(daemon, tmp_path)


def test_daemon_failed_start_shows_the_end_of_its_log(daemon: Daemon, tmp_path: Path) -> None:
    with pytest.raises(LocalCloudError, match="this is why"):
        start(daemon, tmp_path, "import sys; sys.exit('this is why')")

    assert daemon.pid is None


def test_daemon_ignores_pid_file_of_another_process(daemon: Daemon) -> None:
    daemon.pid_file.write_text(str(os.getpid()))

    assert daemon.pid is None
    assert daemon.stop() is False


def test_local_cloud_error_is_exit_code_6() -> None:
    assert LocalCloudError.exit_code == 6
