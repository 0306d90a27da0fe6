"""How a command ends when it does not end well; ``docs/cli.md`` lists the same codes."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, stable for scripts."""

    FINE = 0
    SOME_FAILED = 1
    USAGE = 2
    DENIED = 3
    NOT_FOUND = 4
    TIMED_OUT = 5
    UNAVAILABLE = 6
    INTERRUPTED = 130


class CliError(Exception):
    """Something to tell the person in one sentence; ``advice`` says what to do about it."""

    def __init__(self, message: str, code: Exit = Exit.USAGE, *, advice: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.advice = advice
