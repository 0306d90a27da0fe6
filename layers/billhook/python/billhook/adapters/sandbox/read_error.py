"""The child's error for a file that cannot be read."""


class ReadError(Exception):
    """``reason`` is a ``StatusReason``; the parent raises the error as a Rejection."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
