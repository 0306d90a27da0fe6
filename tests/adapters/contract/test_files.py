"""Contract of ``ports.Files``: the first bytes of a key are kept and readable by version."""

from pathlib import Path
from typing import Any

import pytest

from billhook.ports.files import StoredObject

KEY = "incoming/company/document"
META = {"company": "c", "file-name": "Rechnung Nr. 5 (März) 100% €.pdf"}


def put(ports: Any, key: str = KEY, content: bytes = b"%PDF-1.7", **more: Any) -> str | None:
    version: str | None = ports.files.put(key, content, **{"content_type": "application/pdf", "metadata": META} | more)
    return version


def test_files_get_stored_file_returns_it(ports: Any) -> None:
    version = put(ports)

    assert ports.files.get(KEY) == ports.files.get(KEY, version) == b"%PDF-1.7"
    assert ports.files.head(KEY) == StoredObject(KEY, version, 8, "application/pdf", META)


def test_files_put_twice_keeps_the_first_bytes(ports: Any) -> None:
    first = put(ports)

    second = put(ports, content=b"other", metadata={})

    assert second == first
    assert ports.files.get(KEY) == b"%PDF-1.7"
    assert ports.files.head(KEY).metadata == META


def test_files_upload_from_disk_stores_like_put(ports: Any, tmp_path: Path) -> None:
    path = tmp_path / "bill.png"
    path.write_bytes(b"png" * 1_000)

    version = ports.files.upload(KEY, path, content_type="image/png", metadata={"job": "j"})

    assert ports.files.get(KEY, version) == path.read_bytes()
    assert ports.files.head(KEY, version) == StoredObject(KEY, version, 3_000, "image/png", {"job": "j"})
    assert put(ports) == version


def test_files_put_accepts_an_empty_file(ports: Any) -> None:
    put(ports, content=b"")

    assert ports.files.get(KEY) == b""
    assert ports.files.head(KEY).size == 0


def test_files_absent_key_has_no_head_and_no_bytes(ports: Any) -> None:
    assert ports.files.head("incoming/nothing") is None
    with pytest.raises(FileNotFoundError):
        ports.files.get("incoming/nothing")


def test_files_delete_removes_all_versions_of_one_key(ports: Any) -> None:
    first = put(ports)
    put(ports, key=KEY + "-2")

    ports.files.delete_all_versions(KEY)

    assert ports.files.head(KEY) is None
    with pytest.raises(FileNotFoundError):
        ports.files.get(KEY)
    assert first is None or ports.files.head(KEY, first) is None
    assert ports.files.head(KEY + "-2") is not None


def test_files_delete_absent_key_has_no_effect(ports: Any) -> None:
    ports.files.delete_all_versions("incoming/nothing")

    assert ports.files.head("incoming/nothing") is None


def test_files_delete_below_prefix_removes_only_that_prefix(ports: Any) -> None:
    for key in ("work/a/1.pdf", "work/a/2.pdf", "work/ab/1.pdf"):
        ports.files.put(key, b"%PDF", content_type="application/pdf", metadata={})

    ports.files.delete_all_below("work/a/")
    ports.files.delete_all_below("work/a/")

    heads = [ports.files.head(key) for key in ("work/a/1.pdf", "work/a/2.pdf", "work/ab/1.pdf")]
    assert [bool(head) for head in heads] == [False, False, True]


def test_files_list_keys_is_sorted_and_paged(ports: Any) -> None:
    for key in ("incoming/c", "incoming/a", "incoming/b", "work/x"):
        put(ports, key=key)

    first = ports.files.list_keys("incoming/", None, 2)
    rest = ports.files.list_keys("incoming/", first[-1][0], 2)

    assert [key for key, _ in first] == ["incoming/a", "incoming/b"]
    assert [key for key, _ in rest] == ["incoming/c"]
    assert all(written.tzinfo for _, written in first)
    assert list(ports.files.list_keys("incoming/", "incoming/c", 2)) == []
