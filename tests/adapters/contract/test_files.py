"""Contract of ``ports.Files``: what was handed in first stays, by its version."""

from pathlib import Path
from typing import Any

import pytest

from billhook.ports.files import StoredObject

KEY = "incoming/company/document"
META = {"company": "c", "file-name": "Rechnung Nr. 5 (März) 100% €.pdf"}


def put(ports: Any, key: str = KEY, content: bytes = b"%PDF-1.7", **more: Any) -> str | None:
    version: str | None = ports.files.put(key, content, **{"content_type": "application/pdf", "metadata": META} | more)
    return version


def test_a_file_comes_back_as_it_was_put(ports: Any) -> None:
    version = put(ports)

    assert ports.files.get(KEY) == ports.files.get(KEY, version) == b"%PDF-1.7"
    assert ports.files.head(KEY) == StoredObject(KEY, version, 8, "application/pdf", META)


def test_the_first_bytes_of_a_key_stay(ports: Any) -> None:
    first = put(ports)

    second = put(ports, content=b"other", metadata={})

    assert second == first
    assert ports.files.get(KEY) == b"%PDF-1.7"
    assert ports.files.head(KEY).metadata == META


def test_a_file_on_disk_is_stored_the_same_way(ports: Any, tmp_path: Path) -> None:
    path = tmp_path / "bill.png"
    path.write_bytes(b"png" * 1_000)

    version = ports.files.upload(KEY, path, content_type="image/png", metadata={"job": "j"})

    assert ports.files.get(KEY, version) == path.read_bytes()
    assert ports.files.head(KEY, version) == StoredObject(KEY, version, 3_000, "image/png", {"job": "j"})
    assert put(ports) == version


def test_an_empty_file_is_a_file(ports: Any) -> None:
    put(ports, content=b"")

    assert ports.files.get(KEY) == b""
    assert ports.files.head(KEY).size == 0


def test_what_is_not_there_has_no_head_and_no_bytes(ports: Any) -> None:
    assert ports.files.head("incoming/nothing") is None
    with pytest.raises(FileNotFoundError):
        ports.files.get("incoming/nothing")


def test_deleting_leaves_no_version_and_no_neighbour_behind(ports: Any) -> None:
    first = put(ports)
    put(ports, key=KEY + "-2")

    ports.files.delete_all_versions(KEY)

    assert ports.files.head(KEY) is None
    with pytest.raises(FileNotFoundError):
        ports.files.get(KEY)
    assert first is None or ports.files.head(KEY, first) is None
    assert ports.files.head(KEY + "-2") is not None


def test_deleting_what_is_not_there_is_done_at_once(ports: Any) -> None:
    ports.files.delete_all_versions("incoming/nothing")

    assert ports.files.head("incoming/nothing") is None


def test_everything_below_a_prefix_is_removed_and_nothing_beside_it(ports: Any) -> None:
    for key in ("work/a/1.pdf", "work/a/2.pdf", "work/ab/1.pdf"):
        ports.files.put(key, b"%PDF", content_type="application/pdf", metadata={})

    ports.files.delete_all_below("work/a/")
    ports.files.delete_all_below("work/a/")

    heads = [ports.files.head(key) for key in ("work/a/1.pdf", "work/a/2.pdf", "work/ab/1.pdf")]
    assert [bool(head) for head in heads] == [False, False, True]


def test_keys_are_walked_in_order_page_by_page(ports: Any) -> None:
    for key in ("incoming/c", "incoming/a", "incoming/b", "work/x"):
        put(ports, key=key)

    first = ports.files.list_keys("incoming/", None, 2)
    rest = ports.files.list_keys("incoming/", first[-1][0], 2)

    assert [key for key, _ in first] == ["incoming/a", "incoming/b"]
    assert [key for key, _ in rest] == ["incoming/c"]
    assert all(written.tzinfo for _, written in first)
    assert list(ports.files.list_keys("incoming/", "incoming/c", 2)) == []
