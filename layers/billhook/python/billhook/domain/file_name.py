"""File names of senders, made safe for storage, display and headers."""

import unicodedata
from urllib.parse import unquote, urlsplit

MAX_LENGTH = 255
DEFAULT_NAME = "document"

# Cc control, Cf direction overrides and other invisible marks, Cs surrogates, Zl and Zp line and paragraph breaks.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def safe_name(name: str | None) -> str:
    """``name`` without folders and invisible characters, at most 255 long, its ending kept; never empty."""
    last = (name or "").replace("\\", "/").rstrip("/").rsplit("/", maxsplit=1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    normalized = unicodedata.normalize("NFC", visible).strip(" .")
    return _shortened(normalized).strip(" .") or DEFAULT_NAME


def name_in_url(url: str) -> str:
    """The file name in ``url``, used until its server sends one."""
    return safe_name(unquote(urlsplit(url).path, errors="replace"))


def _shortened(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: MAX_LENGTH - len(ending) - 1]}.{ending}"
    return name[:MAX_LENGTH]
