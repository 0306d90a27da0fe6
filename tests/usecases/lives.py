"""One scenario run many times with another fault each time; its end state must be valid in every run."""

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
    """``begin`` starts a run with the arguments of its Simulation; ``check`` asserts its end state after ``go``.

    Every run gets the same ids, so that its calls are those of the quiet run until the fault.
    """

    begin: Callable[..., L]
    check: Callable[[L], None]
    go: Callable[[L], None] = run

    def quiet(self, **how: Any) -> L:
        """The run without a fault."""
        return self._lived(Fate(), **how)

    @cached_property
    def log(self) -> list[str]:
        """The calls of ports in the quiet run, in order."""
        return self.quiet().simulation.fate.log

    @property
    def calls(self) -> range:
        """The numbers of all calls, the first of which is 1."""
        return range(1, len(self.log) + 1)

    @cached_property
    def effects(self) -> tuple[int, ...]:
        """The calls that change something: a crash at a read equals one before the next change."""
        return tuple(call for call in self.calls if self.log[call - 1].split(".")[1] not in READS)

    def killed_at_each(self, calls: Iterable[int], **how: Any) -> None:
        """Kill the process once in each run, at each call in turn."""
        for call in calls:
            life = self._struck(Fate(kills=frozenset({call})), call, **how)
            assert life.simulation.deaths == 1

    def frozen_at_each(self, calls: Iterable[int], **how: Any) -> None:
        """Freeze one process at one call in each run, until all others have ended."""
        for call in calls:
            self._struck(Fate(freezes=frozenset({call})), call, **how)

    def killed_thrice(self, seed: int, calls: Iterable[int], **how: Any) -> None:
        """Kill the process at three of the calls. A run shortened by a crash may end before the third."""
        kills = frozenset(Random(seed).sample(tuple(calls), 3))
        life = self._lived(Fate(kills=kills), **how)
        assert life.simulation.deaths == len(life.simulation.fate.struck) >= 2

    def _struck(self, fate: Fate, call: int, **how: Any) -> L:
        life = self._lived(fate, **how)
        assert fate.struck == {call: self.log[call - 1]}
        return life

    def _lived(self, fate: Fate, **how: Any) -> L:
        """A failed check names the calls that had a fault."""
        with same_ids():
            life = self.begin(fate=fate, **how)
            self.go(life)
            try:
                self.check(life)
            except AssertionError as fault:
                raise AssertionError(f"after {fate.struck}") from fault
        return life
