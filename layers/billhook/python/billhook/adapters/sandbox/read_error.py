"""How the child says that a file will not be read."""


class ReadError(Exception):
    """``reason`` is a ``StatusReason``; the parent raises it as a Rejection."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
