"""Start and stop background processes with a pid file, a log and a health check."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from billhook.local.errors import LocalCloudError
from billhook.local.paths import HOST

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOG_TAIL_LINES = 25
_LISTEN = "0A"


@dataclass(frozen=True)
class Daemon:
    """A background process that listens on a port of loopback.

    ``port_setting`` is the environment variable of the port.
    """

    name: str
    port: int
    port_setting: str
    health_path: str
    pid_file: Path
    log: Path

    @property
    def pid(self) -> int | None:
        """The process id in the pid file if that process listens on the port, else None."""
        try:
            pid = int(self.pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if alive(pid) and listens(pid, self.port) else None

    def require_port(self) -> None:
        """Raises LocalCloudError when another program listens on the port."""
        if self.pid is None and is_port_open(self.port):
            raise LocalCloudError(
                f"Port {self.port} on {HOST} is taken by another program, so {self.name} cannot start. "
                f"Stop that program, or choose another port with {self.port_setting}."
            )

    def start(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start and wait until healthy. Raises LocalCloudError when the port is taken or the start fails."""
        self.require_port()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  our own programs with our own arguments
                list(command),
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid_file.write_text(str(process.pid))
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                self.pid_file.unlink(missing_ok=True)
                raise LocalCloudError(f"Could not start {self.name}. Its log ends:\n{tail(self.log)}")
            time.sleep(0.05)
        if not listens(process.pid, self.port):
            process.kill()
            process.wait()
            self.pid_file.unlink(missing_ok=True)
            raise LocalCloudError(f"Port {self.port} is served by another program than {self.name}.")
        # The process outlives this one and is stopped by its pid file. Without this, Popen would warn.
        process.returncode = 0

    def stop(self) -> bool:
        """Send SIGTERM and wait. Returns whether it ran. Raises LocalCloudError when it does not stop."""
        pid = self.pid
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return False
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while alive(pid):
            if time.monotonic() > deadline:
                raise LocalCloudError(f"Process {pid}, {self.name}, does not stop. Its log ends:\n{tail(self.log)}")
            time.sleep(0.05)
        self.pid_file.unlink(missing_ok=True)
        return True

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}{self.health_path}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def is_port_open(port: int) -> bool:
    """Whether a process listens on this port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        # A zombie child has ended: it has no memory or ports.
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def listens(pid: int, port: int) -> bool:
    """Whether the process holds the listening socket of the port. True where /proc is not available."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        return True
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[3] == _LISTEN and int(row[1].split(":")[1], 16) == port}
    try:
        return any(str(link.readlink()) in sockets for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def tail(log: Path, lines: int = LOG_TAIL_LINES) -> str:
    """The last lines of a log."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return f"(no log at {log})"
