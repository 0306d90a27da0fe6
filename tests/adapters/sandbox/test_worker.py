"""The sandbox worker process: its lifetime, its environment, its limits, and the error of each failure."""

import contextlib
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from billhook.adapters.sandbox.worker import SandboxError, SandboxWorker
from billhook.adapters.sandboxed_files import SandboxedFile, SandboxedFiles
from billhook.domain.errors import Crashed, Rejection
from billhook.domain.page_limits import PageLimits
from tests.adapters.sandbox.sample_files import (
    A4,
    a_drawing,
    a_page_of,
    a_pdf,
    a_png_that_claims,
    a_scan,
    a_text_bill,
    an_image,
    deflated,
    encrypted,
)

LIMITS = PageLimits()
FORLORN = """
from billhook.adapters.sandbox.worker import SandboxWorker
from billhook.domain.page_limits import PageLimits
with SandboxWorker(PageLimits()) as worker:
    print(worker.pid, flush=True)
    input()
"""


def reason_for(content: bytes, limits: PageLimits = LIMITS) -> str:
    with pytest.raises(Rejection) as refused, SandboxedFiles(limits).open(content):
        pass
    return refused.value.code


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_worker_ends_when_the_file_is_closed() -> None:
    with SandboxedFiles().open(a_text_bill()) as file:
        assert isinstance(file, SandboxedFile)
        pid = file.worker.pid
        assert is_alive(pid)

    assert not is_alive(pid)


def test_worker_ends_when_the_parent_raises() -> None:
    pids = []

    def trip() -> None:
        with SandboxedFiles().open(a_text_bill()) as file:
            assert isinstance(file, SandboxedFile)
            pids.append(file.worker.pid)
            raise KeyError

    with pytest.raises(KeyError):
        trip()

    assert not is_alive(pids[0])


def test_worker_environment_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("BILLHOOK_TABLE", "table")

    with SandboxedFiles().open(a_text_bill()) as file:
        assert isinstance(file, SandboxedFile)
        environment = Path(f"/proc/{file.worker.pid}/environ").read_bytes()

    names = {entry.split(b"=")[0] for entry in environment.split(b"\0") if entry}
    assert names == {b"LANG", b"LD_LIBRARY_PATH"}


def test_worker_inherits_no_open_files() -> None:
    ours, theirs = os.pipe()
    os.set_inheritable(theirs, True)
    try:
        with SandboxedFiles().open(a_text_bill()) as file:
            assert isinstance(file, SandboxedFile)
            descriptors = Path(f"/proc/{file.worker.pid}/fd").iterdir()
            held = {link.name: str(link.readlink()) for link in descriptors}
    finally:
        os.close(ours)
        os.close(theirs)

    assert {held.pop(name) for name in ("0", "1", "2")} == {"/dev/null"}
    assert len(held) == 2
    assert all(target.startswith("pipe:") for target in held.values())


def test_worker_runs_under_its_resource_limits() -> None:
    with SandboxedFiles(replace(LIMITS, cpu_seconds=7)).open(a_text_bill()) as file:
        assert isinstance(file, SandboxedFile)
        rows = Path(f"/proc/{file.worker.pid}/limits").read_text().splitlines()

    def soft(name: str) -> str:
        return next(row for row in rows if row.startswith(name)).removeprefix(name).split()[0]

    assert soft("Max address space") == str(LIMITS.memory_bytes)
    assert soft("Max open files") == str(LIMITS.open_files)
    assert [soft(name) for name in ("Max file size", "Max processes", "Max core file size")] == ["0", "0", "0"]
    assert soft("Max cpu time") == "8"


def test_worker_that_is_killed_raises_crashed() -> None:
    with SandboxedFiles().open(a_scan()) as file:
        assert isinstance(file, SandboxedFile)
        os.kill(file.worker.pid, signal.SIGKILL)
        with pytest.raises(Crashed):
            list(file.images([1]))

    with SandboxedFiles().open(a_text_bill()) as file:
        assert file.pages_to_ocr == ()


def test_worker_ends_when_the_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", FORLORN], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout
    with parent, contextlib.ExitStack() as cleaning:
        child = os.pidfd_open(int(parent.stdout.readline()))
        cleaning.callback(os.close, child)
        parent.kill()

        ended, _, _ = select.select([child], [], [], 10)

    assert ended


def test_worker_that_crashes_makes_the_file_unsafe() -> None:
    with SandboxedFiles().open(a_scan()) as file:
        assert isinstance(file, SandboxedFile)
        os.kill(file.worker.pid, signal.SIGSEGV)
        with pytest.raises(Rejection) as refused:
            list(file.images([1]))

    assert refused.value.code == "unsafe"


def test_worker_that_does_not_answer_in_time_is_killed() -> None:
    with SandboxWorker(replace(LIMITS, wall_seconds=0.2)) as worker:
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(Rejection) as refused:
            worker.open_file(bytes(1_000_000), "application/pdf")

    assert refused.value.code == "timeout"
    assert not is_alive(worker.pid)


def test_worker_that_cannot_start_raises_sandbox_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billhook.adapters.sandbox.worker._START", "import nothing_of_that_name")

    with pytest.raises(SandboxError, match="ModuleNotFoundError"), SandboxedFiles().open(a_text_bill()):
        pass


def test_worker_with_invalid_frames_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billhook.adapters.sandbox.worker._START", "print('x' * 100_000); input(); input()")

    with pytest.raises(Rejection) as refused, SandboxedFiles().open(a_text_bill()):
        pass

    assert refused.value.code == "unsafe"


def test_worker_over_its_cpu_limit_makes_the_file_unsafe() -> None:
    operators = deflated(250, b"q 1 0 0 1 0 0 cm Q ")

    assert reason_for(a_page_of(operators), replace(LIMITS, cpu_seconds=0)) == "unsafe"


def test_worker_does_not_unpack_a_stream_of_gigabytes() -> None:
    bomb = deflated(700, b"BT (0) Tj ET " * 20)

    assert len(bomb) < 5_000_000
    assert reason_for(a_page_of(bomb)) == "unsafe"


def test_worker_measures_a_picture_before_unpacking() -> None:
    assert reason_for(a_png_that_claims(65_000, 65_000)) == "too_large"
    assert reason_for(a_png_that_claims(10_001, 10)) == "too_large"
    assert reason_for(a_png_that_claims(8_000, 8_000)) == "too_large"


def test_worker_renders_a_huge_page_at_a_low_resolution() -> None:
    content = a_pdf(lambda canvas: canvas.drawInlineImage(a_drawing(), 0, 0, 14_400, 14_400), size=(14_400, 14_400))

    with SandboxedFiles().open(content) as file:
        (image,) = file.images(file.pages_to_ocr)

    assert len(image.png) <= LIMITS.picture_bytes


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_pdf_is_encrypted_only_with_a_user_password(algorithm: str) -> None:
    assert reason_for(encrypted(a_text_bill(), user="secret", algorithm=algorithm)) == "encrypted"

    with SandboxedFiles().open(encrypted(a_text_bill(), user="", algorithm=algorithm)) as file:
        assert file.pages_to_ocr == ()


def test_file_over_a_limit_names_the_limit() -> None:
    limits = replace(LIMITS, file_bytes=100_000, pdf_pages=2, image_frames=2, words=60)
    frames = [a_drawing(size=(60, 40))] * 3

    assert reason_for(bytes(100_001), limits) == "too_large"
    assert reason_for(a_pdf(*[lambda _: None] * 3), limits) == "too_many_pages"
    assert reason_for(an_image(frames[0], "TIFF", save_all=True, append_images=frames[1:]), limits) == "too_many_pages"
    assert reason_for(a_text_bill(pages=2), limits) == "unsafe"


def test_truncated_pdf_is_corrupt() -> None:
    content = a_text_bill()

    assert reason_for(content[: len(content) // 3]) == "corrupt"


def test_pdf_with_broken_cross_reference_table_is_repaired() -> None:
    content = a_text_bill().replace(b"startxref", b"startxxxx")

    with SandboxedFiles().open(content) as file:
        assert len(file.text_layer.pages[0].words) > 30


def test_pdf_pages_are_cut_out_unchanged() -> None:
    def numbered(number: int) -> bytes:
        return f"Page number {number}".encode()

    pages = [lambda canvas, n=n: canvas.drawString(100, 700, numbered(n).decode()) for n in range(1, 6)]
    with SandboxedFiles().open(a_pdf(*pages)) as file:
        part = file.cut([2, 5])

    with SandboxedFiles().open(part) as file:
        assert [page.words[-1].text for page in file.text_layer.pages] == ["2", "5"]
        assert (file.text_layer.pages[0].width, file.text_layer.pages[0].height) == A4


def test_tiff_pages_are_pages_and_can_be_cut_out() -> None:
    frames = [a_drawing(size=(300 + 10 * n, 420)) for n in range(4)]
    content = an_image(frames[0], "TIFF", save_all=True, append_images=frames[1:])

    with SandboxedFiles().open(content) as file:
        assert [page.width for page in file.text_layer.pages] == [300, 310, 320, 330]
        assert [image.number for image in file.images([2, 4])] == [2, 4]
        part = file.cut([2, 4])

    with SandboxedFiles().open(part) as file:
        assert file.pages_to_ocr == (1, 2)
        assert [round(page.width / page.height, 2) for page in file.text_layer.pages] == [0.74, 0.79]


def test_animated_image_is_one_page() -> None:
    frames = [a_drawing(lines, size=(300, 200)) for lines in (["one"], ["two"], ["three"])]

    with SandboxedFiles().open(an_image(frames[0], "GIF", save_all=True, append_images=frames[1:])) as file:
        assert file.pages_to_ocr == (1,)


@pytest.mark.parametrize("seed", range(24))
def test_damaged_file_is_read_or_rejected(seed: int) -> None:
    chance = random.Random(seed)
    kinds: list[Callable[[], bytes]] = [
        a_text_bill,
        a_scan,
        lambda: an_image(a_drawing(), ("JPEG", "PNG", "TIFF", "GIF")[seed // 3 % 4]),
    ]
    content = bytearray(kinds[seed % 3]())
    for _ in range(chance.choice((1, 5, 25))):
        place = chance.randrange(len(content))
        content[place : place + chance.randrange(9)] = chance.randbytes(chance.randrange(9))

    try:
        with SandboxedFiles().open(bytes(content)) as file:
            pictures = list(file.images(range(1, len(file.text_layer.pages) + 1)))
            assert len(pictures) == len(file.text_layer.pages)
    except Rejection as refused:
        assert refused.code in {"corrupt", "unsupported_type", "encrypted", "too_large", "unsafe"}  # noqa: PT017
