"""The parent's side of the child: start it, ask it, watch the clock, tell why it died. Never trusts what it says."""

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
from billhook.domain.errors import Rejection, Unavailable
from billhook.domain.page_limits import PageLimits

LARGEST_ANSWER = 256 * 1024 * 1024

_START = "import sys; sys.path += sys.argv[1:]; from billhook.adapters.sandbox.child import main; main()"
_OWN_ROOT = str(Path(billhook.__file__).parents[1])


class SandboxWorker:
    """A child for one file. A context manager: whatever happens, the child is gone afterwards."""

    def __init__(self, limits: PageLimits) -> None:
        self._limits = limits
        self._timed_out = False
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter, our own module
                [sys.executable, "-I", "-S", "-c", _START, _OWN_ROOT, *map(os.path.abspath, filter(None, sys.path))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                cwd="/",
                close_fds=True,
            )
        except OSError as error:
            raise Unavailable("The reader cannot be started.") from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: Mapping[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """The child's answer. Raises Rejection: what the child says, or unsafe or timeout when it dies of the file."""
        assert self._process.stdin
        assert self._process.stdout
        timer = Timer(self._limits.wall_seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            write_frame(self._process.stdin, dict(request), content)
            answer = read_frame(self._process.stdout, LARGEST_ANSWER)
        except (OSError, BrokenFrameError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise self._obituary()
        header, body = answer
        if "refused" in header:
            raise _refusal(header)
        return header, body

    def ask_to_open(self, content: bytes, kind: str) -> dict[str, Any]:
        """The file's text layer, as ``pdf.Pdf.layer`` describes it."""
        header, _ = self.ask({"do": "open", "kind": kind, "limits": asdict(self._limits)}, content)
        return header

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

    def _obituary(self) -> Rejection | Unavailable:
        """Why there is no answer; the file's fault unless somebody else killed the child or it never started."""
        try:
            died_of = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return Rejection("unsafe", "The reader answered nonsense.")
        if self._timed_out:
            return Rejection("timeout", f"Reading took longer than {self._limits.wall_seconds:g} seconds.")
        if died_of == -signal.SIGXCPU:
            return Rejection("unsafe", f"Reading took more than {self._limits.cpu_seconds} seconds of computing.")
        if died_of == -signal.SIGKILL:
            return Unavailable("The reader was killed from outside.")
        if died_of < 0:
            return Rejection("unsafe", f"The file crashed the reader ({signal.Signals(-died_of).name}).")
        return Unavailable(f"The reader ended by itself: {self._last_words()}.")

    def _last_words(self) -> str:
        assert self._process.stderr
        lines = self._process.stderr.read(10_000).decode(errors="replace").split("\n")
        classes = [line.split(":")[0] for line in lines if line and not line.startswith(" ")]
        return classes[-1] if classes else "no reason given"


def _refusal(header: dict[str, Any]) -> Rejection:
    try:
        return Rejection(StatusReason(header["refused"]), str(header["detail"]))
    except (KeyError, ValueError):
        return Rejection("unsafe", "The reader answered nonsense.")


def _environment() -> dict[str, str]:
    """Nothing of ours, no credentials above all; only where the interpreter's own library lies."""
    return {"LANG": "C.UTF-8", "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib"}
