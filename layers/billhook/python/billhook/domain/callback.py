"""Callbacks of the Aurora door: a URL template that is filled in and called with GET when a bill is final."""

import re
from collections.abc import Mapping
from urllib.parse import quote

EVENT = "utility_bill_upload_job_completed"
"""The one event that a callback is about, as the source names it."""

PLACEHOLDERS = ("job_id", "utility_bill_id", "project_id", "tenant_id", "status")
"""Written ``{job_id}``, or ``<JOB_ID>`` as Aurora writes them."""

SUCCEEDED, FAILED = "succeeded", "failed"

_PLACEHOLDER = re.compile(r"{([^{}]*)}|<([A-Z_]+)>")
_START = re.compile(r"[a-z]+://[^/?#{}<>]+(?=[/?]|$)")


def fault_of(template: str) -> str | None:
    """What is wrong with the placeholders of a template, as a sentence for its author; None when nothing is.

    Placeholders are allowed in path and query, not in the host: the data of a bill must not choose the receiver.
    """
    names = [_name(found) for found in _PLACEHOLDER.finditer(template)]
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if unknown or set("{}<>") & set(_PLACEHOLDER.sub("", template)):
        return f"The placeholders are {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}."
    if "#" in template or (names and not _START.match(template)):
        return "Placeholders stand in the path or the query."
    return None


def filled(template: str, values: Mapping[str, str]) -> str:
    """The URL to call; each value is percent-encoded whole, an absent one is empty."""
    return _PLACEHOLDER.sub(lambda found: quote(values.get(_name(found), ""), safe=""), template)


def _name(found: re.Match[str]) -> str:
    return found[1] if found[1] is not None else found[2].lower()
