"""The child's main loop: apply limits, open one file, serve requests until the parent closes the pipe.

Started by ``worker`` in a new interpreter with an empty environment. Imports precede the limits, the file follows them.
"""

import os
import resource
import sys
from types import SimpleNamespace
from typing import IO, Any

from billhook.adapters.sandbox.frames import read_frame, write_frame
from billhook.adapters.sandbox.read_error import ReadError


def main() -> None:
    """Serve the parent on stdin and stdout until it closes them."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _silence()
    opened: Any = None
    while frame := read_frame(requests, sys.maxsize):
        header, content = frame
        try:
            if header["do"] == "open":
                limits = SimpleNamespace(**header["limits"])
                reader = _reader(header["kind"])
                _confine(limits)
                opened = reader(content, limits)
                write_frame(answers, opened.layer())
            else:
                _allow_time(limits)
                _answer(opened, header, answers)
        except ReadError as error:
            write_frame(answers, {"refused": error.reason, "detail": error.detail})
        except MemoryError:
            write_frame(answers, {"refused": "unsafe", "detail": "The file exceeds the memory limit."})
        except RecursionError:
            write_frame(answers, {"refused": "unsafe", "detail": "The file is nested too deeply."})


def _answer(opened: Any, header: dict[str, Any], answers: IO[bytes]) -> None:
    if header["do"] == "regions":
        part, png = opened.region_image(header["page"], header["regions"])
        write_frame(answers, {"part": part}, png)
    elif header["do"] == "codes":
        write_frame(answers, {"codes": opened.codes()})
    elif header["do"] == "xml_files":
        write_frame(answers, {"xml_files": opened.xml_files()})
    elif header["do"] == "image":
        write_frame(answers, {}, opened.image(header["page"]))
    else:
        write_frame(answers, {}, opened.cut(header["pages"]))


def _reader(kind: str) -> Any:
    """Import and return the reader of a file type: a PDF does not pay for Pillow, nor an image for pdfium."""
    if kind == "application/pdf":
        from billhook.adapters.sandbox.pdf import Pdf  # noqa: PLC0415

        return Pdf
    if kind in ("application/xml", "application/pkcs7-mime"):
        from billhook.adapters.sandbox.xml_file import XmlFile  # noqa: PLC0415

        return lambda content, limits: XmlFile(content, kind, limits)
    from billhook.adapters.sandbox.pictures import Picture  # noqa: PLC0415

    return lambda content, limits: Picture(content, kind, limits)


def _confine(limits: SimpleNamespace) -> None:
    """Limit memory and open files; forbid file writes, processes and core dumps."""
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    for nothing in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE):
        _limit(nothing, 0)
    _allow_time(limits)


def _limit(which: int, most: int) -> None:
    resource.setrlimit(which, (most, most))


def _allow_time(limits: SimpleNamespace) -> None:
    """Set the CPU limit of the next response. At the limit the kernel sends SIGXCPU, which ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _silence() -> None:
    """Redirect the standard streams to null, so that library output does not mix with responses."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)
