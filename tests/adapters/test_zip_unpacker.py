"""``ZipUnpacker``: bounded unpacking, rejection reasons, and no file outside the target folder."""

import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.adapters.zip_unpacker import ZipUnpacker
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.ports.text_recognition import ArchiveEntry
from tests.adapters.archives import BILL, FAULTY, REFUSED, a_bomb, a_raw_zip, a_zip


def unpacked(content: bytes, into: Path, limits: PageLimits | None = None) -> tuple[ArchiveEntry, ...]:
    return ZipUnpacker(limits or PageLimits()).unpack(content, into)


def bytes_of(entries: tuple[ArchiveEntry, ...]) -> dict[str, bytes]:
    return {entry.name: entry.path.read_bytes() for entry in entries if entry.path}


def test_zip_unpacker_returns_the_files_of_an_archive(tmp_path: Path) -> None:
    files = {"a.pdf": BILL, "Rechnungen/März.pdf": b"%PDF m", "empty.png": b"", "old\\folder\\b.pdf": b"%PDF b"}

    entries = unpacked(a_zip(*files.items()), tmp_path)

    assert bytes_of(entries) == files
    assert [entry.fault for entry in entries] == [None] * 4


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_unpacker_reads_stored_and_deflated_entries(tmp_path: Path, packing: int) -> None:
    assert bytes_of(unpacked(a_zip(("a.pdf", BILL), packing=packing), tmp_path)) == {"a.pdf": BILL}


def test_zip_unpacker_skips_files_of_operating_systems(tmp_path: Path) -> None:
    content = a_zip(("bills/", b""), ("bills/a.pdf", BILL), ("__MACOSX/bills/._a.pdf", b"x"), ("Thumbs.db", b"x"))

    assert list(bytes_of(unpacked(content, tmp_path))) == ["bills/a.pdf"]


def test_zip_unpacker_decodes_an_unmarked_utf8_name(tmp_path: Path) -> None:
    content = a_raw_zip({"name": "Übersicht März.pdf".encode()})

    assert list(bytes_of(unpacked(content, tmp_path))) == ["Übersicht März.pdf"]


def test_zip_unpacker_writes_no_path_of_an_entry_name(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()

    for build, _ in FAULTY.values():
        unpacked(build(), inside)

    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert all(path.name.isdigit() and path.is_file() and not path.is_symlink() for path in inside.iterdir())


@pytest.mark.parametrize("kind", REFUSED)
def test_zip_unpacker_bad_archive_is_rejected_whole(tmp_path: Path, kind: str) -> None:
    build, reason = REFUSED[kind]

    with pytest.raises(Rejection) as refused:
        unpacked(build(), tmp_path)

    assert refused.value.code == reason


@pytest.mark.parametrize("kind", FAULTY)
def test_zip_unpacker_bad_entry_is_rejected_separately(tmp_path: Path, kind: str) -> None:
    build, reason = FAULTY[kind]

    entries = unpacked(build(), tmp_path)

    faults = [entry.fault.code for entry in entries if entry.fault]
    assert faults == [reason]
    assert all(entry.path for entry in entries if not entry.fault)


def test_zip_unpacker_bomb_is_stopped_in_bounded_space(tmp_path: Path) -> None:
    """The archive holds 64 MB; about one megabyte is written to disk, and less is held in memory."""
    content = a_bomb(64)
    tracemalloc.start()

    (entry,) = unpacked(content, tmp_path)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert entry.fault
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 8_000_000
    assert peak < 8_000_000


def test_zip_unpacker_limits_bytes_over_all_entries(tmp_path: Path) -> None:
    limits = replace(PageLimits(), archive_bytes=100_000)
    content = a_zip(*((f"{number}.pdf", b"%PDF" + bytes(60_000)) for number in range(3)))

    with pytest.raises(Rejection) as refused:
        unpacked(content, tmp_path, limits)

    assert refused.value.code == "too_large"
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 200_000


def test_zip_unpacker_large_entry_is_rejected_separately(tmp_path: Path) -> None:
    limits = replace(PageLimits(), file_bytes=1_000)

    large, small = unpacked(a_zip(("a.pdf", bytes(2_000)), ("b.pdf", BILL)), tmp_path, limits)

    assert large.fault
    assert (large.fault.code, small.fault) == ("too_large", None)


@given(cut=st.integers(0, 400), flip=st.integers(0, 400), bit=st.integers(0, 7))
def test_zip_unpacker_damaged_archive_yields_files_or_rejection(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int, bit: int
) -> None:
    content = bytearray(a_zip(("a.pdf", BILL), ("b.pdf", b"%PDF" + bytes(500)), ("c/d.pdf", BILL)))
    content[flip % len(content)] ^= 1 << bit
    broken = bytes(content[: len(content) - cut] if bit % 2 else content)

    try:
        entries = unpacked(broken, tmp_path_factory.mktemp("zip"))
    except Rejection:
        return

    assert all((entry.path is None) != (entry.fault is None) for entry in entries)
