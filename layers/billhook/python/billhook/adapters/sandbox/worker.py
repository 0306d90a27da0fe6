"""Supervisor of the sandbox's child process: start, requests, timeout and diagnosis. Responses are not trusted."""

import os.path
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

import billhook
from billhook.adapters.sandbox.frames import BrokenFrameError, read_frame, write_frame
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Crashed, Rejection, Unavailable
from billhook.domain.page_limits import PageLimits

MAX_RESPONSE_BYTES = 256 * 1024 * 1024

_START = "import sys; sys.path += sys.argv[1:]; from billhook.adapters.sandbox.child import main; main()"
_PACKAGE_ROOT = str(Path(billhook.__file__).parents[1])


class SandboxError(Exception):
    """The child ended with an exception: a bug of Billhook, or of a library, and no property of the file."""


class SandboxWorker:
    """A child process for one file. A context manager that ends the child in any case."""

    def __init__(self, limits: PageLimits) -> None:
        self._limits = limits
        self._timed_out = False
        try:
            self._process = subprocess.Popen(  # noqa: S603  fixed interpreter and module
                [
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    _START,
                    _PACKAGE_ROOT,
                    *map(os.path.abspath, filter(None, sys.path)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                cwd="/",
                close_fds=True,
            )
        except OSError as error:
            raise Unavailable("The sandbox process cannot be started.") from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def request(self, header: Mapping[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Send a request and return the child's response.

        Raises Rejection: the child's own, or unsafe or timeout when the file ends the child. Raises Crashed when the
        child was killed, SandboxError when it ended with an exception.
        """
        assert self._process.stdin
        assert self._process.stdout
        timer = Timer(self._limits.wall_seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            write_frame(self._process.stdin, dict(header), content)
            response = read_frame(self._process.stdout, MAX_RESPONSE_BYTES)
        except (OSError, BrokenFrameError, ValueError):
            response = None
        finally:
            timer.cancel()
        if response is None:
            raise self._cause_of_death()
        response_header, body = response
        if "refused" in response_header:
            raise _rejection(response_header)
        return response_header, body

    def open_file(self, content: bytes, kind: str) -> dict[str, Any]:
        """Return the file's text layer in the format of ``pdf.Pdf.layer``."""
        response, _ = self.request({"do": "open", "kind": kind, "limits": asdict(self._limits)}, content)
        return response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _expire(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _cause_of_death(self) -> Rejection | Crashed | SandboxError:
        """Return the error for a missing response: a Rejection, unless the child was killed or raised."""
        try:
            exit_code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return Rejection("unsafe", "The sandbox process sent an invalid response.")
        if self._timed_out:
            return Rejection("timeout", f"Reading took longer than {self._limits.wall_seconds:g} seconds.")
        if exit_code == -signal.SIGXCPU:
            return Rejection("unsafe", f"Reading took more than {self._limits.cpu_seconds} seconds of CPU time.")
        if exit_code == -signal.SIGKILL:
            return Crashed("The sandbox process was killed from outside.")
        if exit_code < 0:
            return Rejection("unsafe", f"The file crashed the sandbox process ({signal.Signals(-exit_code).name}).")
        return SandboxError(f"The sandbox process ended: {self._last_error()}.")

    def _last_error(self) -> str:
        assert self._process.stderr
        lines = self._process.stderr.read(10_000).decode(errors="replace").split("\n")
        classes = [line.split(":")[0] for line in lines if line and not line.startswith(" ")]
        return classes[-1] if classes else "no reason given"


def _rejection(header: dict[str, Any]) -> Rejection:
    try:
        return Rejection(StatusReason(header["refused"]), str(header["detail"]))
    except (KeyError, ValueError):
        return Rejection("unsafe", "The sandbox process sent an invalid response.")


def _environment() -> dict[str, str]:
    """Return the child's environment: no credentials, only the interpreter's library path."""
    return {"LANG": "C.UTF-8", "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib"}
