"""Errors and exit codes of commands; ``docs/cli.md`` lists the same codes."""

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
    """An error message of one sentence; ``advice`` names the remedy."""

    def __init__(self, message: str, code: Exit = Exit.USAGE, *, advice: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.advice = advice
