"""The credential of a request, in one of three headers."""

from collections.abc import Mapping

from billhook.domain.errors import Unauthorized

HEADERS = ("x-api-key", "x-access-token", "authorization")
_SCHEME = "bearer "


def credential_of(headers: Mapping[str, str]) -> str:
    """Return the first credential among ``X-API-Key``, ``x-access-token`` and ``Authorization: Bearer``.

    Raises Unauthorized when there is none.
    """
    lowered = {name.lower(): value for name, value in headers.items() if value}
    for name in HEADERS:
        text = lowered.get(name, "").strip()
        if name == "authorization":
            text = text[len(_SCHEME) :].strip() if text.lower().startswith(_SCHEME) else ""
        if text:
            return text
    raise Unauthorized("No API key or access token given.")
