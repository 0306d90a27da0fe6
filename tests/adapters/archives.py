"""Zip archives for tests: valid ones, and every kind of malformed or malicious one, at small sizes."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

BILL = b"%PDF-1.7 a bill"
SYMLINK_MODE = 0o120777


def a_zip(*files: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a valid zip of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def a_raw_zip(*entries: dict[str, object], says: int | None = None, comment: bytes = b"") -> bytes:
    """Build a zip whose header fields come from ``entries``; fields not given are correct."""
    body, table = b"", b""
    for entry in entries:
        plain = bytes(entry.get("data", BILL))  # type: ignore[call-overload]
        method = int(entry.get("method", 0))  # type: ignore[call-overload]
        data = bytes(entry.get("stored", zlib.compress(plain, 9)[2:-4] if method == 8 else plain))  # type: ignore[call-overload]
        name = bytes(entry.get("name", b"bill.pdf"))  # type: ignore[call-overload]
        local = bytes(entry.get("local", name))  # type: ignore[call-overload]
        at = int(entry.get("at", len(body)))  # type: ignore[call-overload]
        facts = (
            entry.get("flags", 0), method, 0, 0x21, entry.get("crc", zlib.crc32(plain)),
            entry.get("packed", len(data)), entry.get("size", len(plain)),
        )  # fmt: skip
        if "at" not in entry:
            body += struct.pack("<4s5H3L2H", b"PK\3\4", 20, *facts, len(local), 0) + local + data
        mode = int(entry.get("mode", 0o100644)) << 16  # type: ignore[call-overload]
        head = struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x0314, 20, *facts, len(name), 0, 0, 0, 0, mode, at)
        table += head + name
    count = len(entries) if says is None else says
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(table), len(body), len(comment))
    return body + table + end + comment


def a_bomb(megabytes: int = 8) -> bytes:
    return a_zip(("bill.pdf", b"%PDF" + bytes(megabytes * 1_000_000)))


def overlapping(count: int = 150, size: int = 100_000) -> bytes:
    """Build a zip of many table entries that share the same bytes."""
    plain = b"%PDF" + bytes(size)
    first = {"name": b"0.pdf", "data": plain, "method": 8}
    overlaps = [{"name": b"0.pdf", "data": plain, "method": 8, "at": 0} for _ in range(count)]
    return a_raw_zip(first, *overlaps)


def quilted() -> bytes:
    """Build a zip in which an entry's bytes include the next entry with its header."""
    inner = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0x21, zlib.crc32(BILL), len(BILL), len(BILL), 5, 0)
    outer = inner + b"b.pdf" + BILL
    header = 30 + len(b"a.pdf")
    return a_raw_zip({"name": b"a.pdf", "data": outer}, {"name": b"b.pdf", "at": header})


def many(count: int) -> bytes:
    return a_zip(*((f"{number}.pdf", b"") for number in range(count)), packing=zipfile.ZIP_STORED)


def with_zip64_counts() -> bytes:
    """Build a zip with a zip64 record, which zipfile trusts more than the end record."""
    plain = a_raw_zip({})
    at = plain.rfind(b"PK\5\6")
    size, start = struct.unpack_from("<2L", plain, at + 12)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    return plain[:at] + record + locator + plain[at:]


def named(name: bytes) -> Callable[[], bytes]:
    return lambda: a_raw_zip({"name": name}, {"name": b"good.pdf"})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "overlap": (overlapping, "unsafe"),
    "quilt": (quilted, "unsafe"),
    "a thousand and one entries": (lambda: many(1_001), "too_large"),
    "two hundred and one files": (lambda: many(201), "too_large"),
    "entries that the end does not count": (lambda: a_raw_zip({"name": b"1"}, {"name": b"2"}, says=1), "unsafe"),
    "an end that counts too many": (lambda: a_raw_zip({}, says=2), "corrupt"),
    "zip64 counts": (with_zip64_counts, "unsafe"),
    "65,535 entries": (lambda: a_raw_zip({}, says=0xFFFF), "unsafe"),
    "its end is cut off": (lambda: a_zip(("bill.pdf", BILL))[:-10], "corrupt"),
    "its middle is gone": (lambda: b"PK\3\4" + bytes(100), "corrupt"),
    "something is glued to it": (lambda: a_zip(("bill.pdf", BILL)) + b"more", "corrupt"),
    "something is glued before it": (lambda: b"PK\3\4" + a_raw_zip({}), "unsafe"),
    "two names for one entry": (lambda: a_raw_zip({"name": b"a.pdf", "local": b"b.pdf"}), "unsafe"),
    "empty": (a_zip, "unreadable"),
    "folders only": (lambda: a_zip(("bills/", b""), ("__MACOSX/._x", b"x"), ("bills/.DS_Store", b"x")), "unreadable"),
}
"""Archives that are rejected as a whole, each with its reason."""

FAULTY: dict[str, tuple[Callable[[], bytes], str]] = {
    "a ratio of a thousand": (a_bomb, "unsafe"),
    "bzip2": (lambda: a_zip(("bill.pdf", BILL), packing=zipfile.ZIP_BZIP2), "unsupported_type"),
    "lzma": (lambda: a_zip(("bill.pdf", BILL), packing=zipfile.ZIP_LZMA), "unsupported_type"),
    "a size that is too small": (lambda: a_raw_zip({"size": 4, "method": 8}), "corrupt"),
    "a size that is too large": (lambda: a_raw_zip({"size": 400, "method": 8}), "corrupt"),
    "a wrong sum": (lambda: a_raw_zip({"crc": 7}), "corrupt"),
    "bytes that do not unpack": (lambda: a_raw_zip({"stored": b"\xff" * 40, "method": 8}), "corrupt"),
    "an archive inside": (lambda: a_zip(("more.pdf", a_zip(("bill.pdf", BILL)))), "unsupported_type"),
    "a password": (lambda: a_raw_zip({"flags": 1}), "encrypted"),
    "strong encryption": (lambda: a_raw_zip({"flags": 0x40 | 1}), "encrypted"),
    "a symbolic link": (lambda: a_raw_zip({"mode": SYMLINK_MODE, "data": b"/etc/passwd"}), "unsafe"),
    "a device": (lambda: a_raw_zip({"mode": 0o020666}), "unsafe"),
    "a way up": (named(b"../../bill.pdf"), "unsafe"),
    "a way up in the middle": (named(b"a/../../bill.pdf"), "unsafe"),
    "an absolute path": (named(b"/etc/bill.pdf"), "unsafe"),
    "a drive": (named(b"C:\\bill.pdf"), "unsafe"),
    "a way up with backslashes": (named(b"..\\..\\bill.pdf"), "unsafe"),
    "a NUL in the name": (named(b"bill.pdf\0.exe"), "unsafe"),
    "the same name twice": (lambda: a_zip(("a.pdf", b"x"), ("a.pdf", BILL)), "unsafe"),
}
"""Archives with one rejected entry, and its reason."""
