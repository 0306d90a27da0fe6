"""Data files: where they lie, how they are read, and which caches depend on them.

A file is TOML in the repository. The Lambda layer holds it as JSON, which loads thirty times as fast, with an index of
the settings of all files of a folder (``local/layers.py``). A file's settings precede its first table of labels.
"""

import gc
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar, cast

ROOT = Path(__file__).parent
LANGUAGES, COUNTRIES = "languages", "countries"
INDEX = "index.json"
LABELS = "\n[labels."
"""The beginning of the vocabulary of a language, which only documents of that language need."""

Table = Mapping[str, object]


class DataError(ValueError):
    """A data file has an unknown key or a value of the wrong type. The message names the file and the key."""


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


C = TypeVar("C", bound=_Cached)
V = TypeVar("V")
_folders: list[Path] = [ROOT]
_caches: list[_Cached] = []


def depends_on_data(function: C) -> C:
    """Register a cached function whose results are cleared when the folders change."""
    _caches.append(function)
    return function


@contextmanager
def extra_data(folder: Path) -> Iterator[None]:
    """Read ``folder/languages`` and ``folder/countries`` too, for the length of a ``with`` block. Not thread-safe."""
    _folders.append(folder)
    _clear()
    try:
        yield
    finally:
        _folders.remove(folder)
        _clear()


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector while a large structure grows that is kept: each pass would find nothing.

    A lexicon is a hundred thousand containers, and the passes over them took a third of the time to build it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _clear() -> None:
    for function in _caches:
        function.cache_clear()


@depends_on_data
@cache
def settings(kind: str) -> Mapping[str, Table]:
    """The settings of every file of ``languages`` or ``countries``, by the file's code in alphabetical order."""
    found: dict[str, Table] = {}
    for folder in _folders:
        found |= settings_in(folder / kind)
    return dict(sorted(found.items()))


def settings_in(folder: Path) -> dict[str, Table]:
    """The tables that precede the labels in each file of ``folder``, by the file's code."""
    index = folder / INDEX
    if index.exists():
        return cast("dict[str, Table]", json.loads(index.read_text(encoding="utf-8")))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("??.toml"))}
    return {code: tomllib.loads(text.partition(LABELS)[0]) for code, text in texts.items()}


def content(kind: str, code: str) -> Table:
    """All tables of one file. Raises KeyError when no folder has it."""
    for folder in reversed(_folders):
        path = folder / kind / f"{code}.json"
        if path.exists():
            return cast("Table", json.loads(path.read_text(encoding="utf-8")))
        if path.with_suffix(".toml").exists():
            return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    raise KeyError(f"{kind}/{code}")


def lines_of(kind: str) -> Iterator[tuple[str, str]]:
    """The lines of every file ``XX.txt`` of a folder with the file's code; empty lines are skipped."""
    for folder in _folders:
        for path in sorted((folder / kind).glob("??.txt")):
            for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
                yield path.stem, line


class Reader:
    """Typed access to the keys of one table. Raises DataError; ``close`` refuses keys that were not read."""

    def __init__(self, table: Table, where: str) -> None:
        self._table, self.where = table, where
        self._read: set[str] = set()

    def text(self, key: str, default: str = "") -> str:
        return self._value(key, str, default)

    def flag(self, key: str, *, default: bool = False) -> bool:
        return self._value(key, bool, default)

    def number(self, key: str, default: int) -> int:
        return self._value(key, int, default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._value(key, list, [])
        if not {type(value) for value in values} <= {str}:
            raise DataError(f"{self.where}: {key} must be a list of texts")
        return tuple(values)

    def tables(self, key: str) -> "tuple[Reader, ...]":
        """A list of tables."""
        return tuple(Reader(value, f"{self.where}: {key}") for value in self._value(key, list, []))

    def named(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts, by name."""
        table = Reader(self._value(key, dict, {}), f"{self.where}: {key}")
        return {name: table.texts(name) for name in table.names()}

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts, by name."""
        table = Reader(self._value(key, dict, {}), f"{self.where}: {key}")
        return {name: table.text(name) for name in table.names()}

    def rates(self, key: str) -> dict[str, tuple[float, ...]]:
        """A table of lists of numbers, by name."""
        return {name: tuple(map(float, values)) for name, values in self._value(key, dict, {}).items()}

    def names(self) -> tuple[str, ...]:
        return tuple(self._table)

    def skip(self, key: str) -> None:
        """Accept ``key`` unread."""
        self._read.add(key)

    def close(self) -> None:
        unknown = sorted(set(self._table) - self._read)
        if unknown:
            raise DataError(f"{self.where}: unknown key {', '.join(unknown)}")

    def _value(self, key: str, wanted: type[V], default: V) -> V:
        self._read.add(key)
        value = self._table.get(key, default)
        if not isinstance(value, wanted):
            raise DataError(f"{self.where}: {key} must be of type {wanted.__name__}, not {value!r}")
        return value
