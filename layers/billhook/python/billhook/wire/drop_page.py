"""The page of a drop: files by drag and drop or by choice, without an account. It loads nothing from elsewhere."""

import json
import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from billhook.domain.page_limits import PageLimits

_PAGES = Path(__file__).parent / "pages"
_MEGABYTE = 1024 * 1024
_FALLBACK = "en"
_SCRIPT_TEXTS = {
    "waiting": "waiting", "sending": "sending", "received": "received", "failed": "failed", "closed": "closed",
    "later": "later", "tooLarge": "too_large", "empty": "empty", "again": "again", "summary": "summary",
}  # fmt: skip
"""Names in the script, by names in the file of texts."""


def open_page(languages: str) -> str:
    """The page of an open drop. ``languages`` is the request's ``Accept-Language``."""
    language, texts = _texts(languages)
    content = Template(_read("drop_open.html")).substitute(
        _escaped(texts), texts=_script_texts(texts), script=_read("drop.js")
    )
    return _page(language, texts["title"], content)


def closed_page(languages: str, *, is_known: bool) -> str:
    """The page of a drop that is closed, or of an unknown link."""
    language, texts = _texts(languages)
    content = f"<p>{escape(texts['closed' if is_known else 'unknown'])}</p>"
    return _page(language, texts["title"], content)


def content_policy() -> str:
    """The Content-Security-Policy of the page: its own script and style, by their hashes, and requests.

    Files go to the bucket, whose host is another one. Hosts need not be listed: no other script runs.
    """
    script, style = (f"'sha256-{_digest(_read(name))}'" for name in ("drop.js", "drop.css"))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; connect-src 'self' https:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _page(language: str, title: str, content: str) -> str:
    return Template(_read("drop.html")).substitute(
        language=language, title=escape(title), style=_read("drop.css"), content=content
    )


def _texts(languages: str) -> tuple[str, Mapping[str, str]]:
    known = tomllib.loads(_read("drop.toml"))
    language = next((code for code in _preferred(languages) if code in known), _FALLBACK)
    most = str(PageLimits().file_bytes // _MEGABYTE)
    return language, {name: text.replace("{most}", most) for name, text in known[language].items()}


def _preferred(languages: str) -> Iterator[str]:
    """Language codes, the most wanted first: ``de-AT;q=0.8, fr`` -> fr, de."""
    ranges = (part.strip().split(";q=") for part in languages.lower().split(","))
    ranked = ((_quality(rest), code) for code, *rest in ranges if code)
    return (code.split("-")[0] for _, code in sorted(ranked, key=lambda found: -found[0]))


def _quality(weights: list[str]) -> float:
    try:
        return float(weights[0]) if weights else 1.0
    except ValueError:
        return 0.0


def _script_texts(texts: Mapping[str, str]) -> str:
    """JSON for a script element, which ends at the first ``</``."""
    found = {"maxBytes": PageLimits().file_bytes, **{name: texts[key] for name, key in _SCRIPT_TEXTS.items()}}
    return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")


def _escaped(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in texts.items()}


def _read(name: str) -> str:
    return (_PAGES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
