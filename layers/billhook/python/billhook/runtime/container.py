"""The composition root: builds a use case from its field annotations and the table of ports."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from threading import RLock
from types import NoneType
from typing import Self, TypeVar, cast, get_args, get_type_hints

from billhook.runtime.ports import PORTS, Provider
from billhook.settings import Settings

T = TypeVar("T")


class Container:
    """Builds each port and each use case at most once in a process, on first use."""

    def __init__(self, settings: Settings, ports: Mapping[str, Provider] = PORTS) -> None:
        self.settings = settings
        self._ports = ports
        self._instances: dict[object, object] = {}
        self._lock = RLock()

    @classmethod
    def of(cls, function: str) -> Self:
        """The container of a function (``names.API`` ...). Raises SettingsError."""
        return cls(Settings.from_environment(function))

    def get(self, kind: type[T]) -> T:
        """A port or use case. Raises SettingsError for a missing setting, TypeError for a field without a provider."""
        return cast("T", self._instance(kind))

    def _instance(self, kind: object) -> object:
        with self._lock:
            if kind not in self._instances:
                self._instances[kind] = self._build(kind)
            return self._instances[kind]

    def _build(self, kind: object) -> object:
        if port_name(kind) in self._ports:
            return self._ports[port_name(kind)](self.settings)
        if not (isinstance(kind, type) and is_dataclass(kind)):
            raise TypeError(f"{kind} is neither a use case nor a port of billhook.runtime.ports")
        hints = get_type_hints(kind)
        parts = {}
        for field in fields(kind):
            part = _without_none(hints[field.name])
            required = field.default is MISSING and field.default_factory is MISSING
            if required or port_name(part) in self._ports:
                parts[field.name] = self._instance(part)
        return kind(**parts)


def port_name(kind: object) -> str:
    """The key of a class or NewType in the table of ports."""
    return getattr(kind, "__name__", "")


def _without_none(hint: object) -> object:
    """``ExpenseAnalyzer`` of ``ExpenseAnalyzer | None``: an optional part of a use case is built."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if len(kinds) == 1 and NoneType in get_args(hint) else hint
