"""One story lived again and again, each time with another fate: however it goes, it has to end well."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, Generic, Protocol, TypeVar

from tests.builders import same_ids
from tests.usecases.simulation import Fate, Simulation

READS = {"get", "page", "entries", "digest", "due", "after"}


class Life(Protocol):
    @property
    def simulation(self) -> Simulation: ...


L = TypeVar("L", bound=Life)


def run(life: Life) -> None:
    life.simulation.run()


@dataclass(frozen=True)
class Lives(Generic[L]):
    """``begin`` makes a life, given what its Simulation is; ``check`` says all that has to hold when ``go`` is over.

    The same ids are given out in each, so that a life is the quiet one, call by call, until its fate strikes.
    """

    begin: Callable[..., L]
    check: Callable[[L], None]
    go: Callable[[L], None] = run

    def quiet(self, **how: Any) -> L:
        """The life in which nobody dies."""
        return self._lived(Fate(), **how)

    @cached_property
    def log(self) -> list[str]:
        """What ports are asked in the quiet life, in this order."""
        return self.quiet().simulation.fate.log

    @property
    def calls(self) -> range:
        """The numbers of all calls, the first of which is 1."""
        return range(1, len(self.log) + 1)

    @cached_property
    def effects(self) -> tuple[int, ...]:
        """The calls that change something: to die at a read is to die before the next of them."""
        return tuple(call for call in self.calls if self.log[call - 1].split(".")[1] not in READS)

    def killed_at_each(self, calls: Iterable[int], **how: Any) -> None:
        """Dies once in each life: at one call after the other."""
        for call in calls:
            life = self._struck(Fate(kills=frozenset({call})), call, **how)
            assert life.simulation.deaths == 1

    def frozen_at_each(self, calls: Iterable[int], **how: Any) -> None:
        """In each life one process sleeps at one call, until all others are done without it."""
        for call in calls:
            self._struck(Fate(freezes=frozenset({call})), call, **how)

    def killed_thrice(self, seed: int, calls: Iterable[int], **how: Any) -> None:
        """Dies at three of the calls. What a death makes shorter may be over before the last of them."""
        kills = frozenset(Random(seed).sample(tuple(calls), 3))
        life = self._lived(Fate(kills=kills), **how)
        assert life.simulation.deaths == len(life.simulation.fate.struck) >= 2

    def _struck(self, fate: Fate, call: int, **how: Any) -> L:
        life = self._lived(fate, **how)
        assert fate.struck == {call: self.log[call - 1]}
        return life

    def _lived(self, fate: Fate, **how: Any) -> L:
        """What fails tells where fate struck."""
        with same_ids():
            life = self.begin(fate=fate, **how)
            self.go(life)
            try:
                self.check(life)
            except AssertionError as fault:
                raise AssertionError(f"after {fate.struck}") from fault
        return life
