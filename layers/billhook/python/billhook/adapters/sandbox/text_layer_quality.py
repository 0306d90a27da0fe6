"""Whether a page's text layer says what the page shows. Pure; runs in the child.

A layer is somebody's claim about a page. It may be absent (a scan), a stamp on a scan, somebody else's OCR
beneath a picture, or nonsense from a font that does not say what its glyphs mean.
"""

import re

ENOUGH_WORDS = 30
"""Fewer words than this on a page with a big picture are a stamp or a fax header, not the page."""

BIG_PICTURE = 0.5
FULL_PICTURE = 0.8
MUCH_NONSENSE = 0.02
FEWEST_PLAIN_WORDS = 0.5

BARCODES = 2
BARCODE_LENGTH = 20
"""Bills carry a postal barcode set in a font of bars: one or two long words of nonsense are no bad sign."""

TEXT, HIDDEN, RECOGNIZE = "text", "hidden", "recognize"

UNKNOWN = "\ufffd"

# A hyphen at the end of a line; pdfium reports it by these marks.
HYPHENS = "\x02\ufffe"

_SENSELESS = "\x00\x01\x03-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff"
_NONSENSE = re.compile(f"[{_SENSELESS}]")
_NONSENSE_AROUND = re.compile(f"^[{_SENSELESS}]+|[{_SENSELESS}]+$")
_PLAIN = re.compile(r"[^\W_]")
_AMOUNT = re.compile(r"\d[.,]\d\d(?!\d|[.,/-]\d)")
_DATE = re.compile(r"\d{1,4}[./\-年月]\s?\d{1,2}[./\-月日]|(?<!\d)(?:19|20)\d\d(?!\d)")


def judge(text: str, words: int, *, picture: float, is_hidden: bool) -> str:
    """What to do with a page that has words: TEXT, HIDDEN (use it with less trust) or RECOGNIZE.

    ``picture`` is the share of the page that pictures cover, ``is_hidden`` tells that none of the text is painted
    where it could be seen.
    """
    if words < ENOUGH_WORDS and picture >= BIG_PICTURE:
        return RECOGNIZE
    if nonsense(text) >= MUCH_NONSENSE or plain_words(text) < FEWEST_PLAIN_WORDS:
        return RECOGNIZE
    return HIDDEN if is_hidden and picture >= FULL_PICTURE else TEXT


def nonsense(text: str) -> float:
    """The share of characters that no bill prints: control, private use and unknown ones. Barcodes are forgiven."""
    words = text.split()
    bad = sorted(((len(word), len(_NONSENSE.findall(word))) for word in words if _NONSENSE.search(word)), reverse=True)
    forgiven = sum(1 for length, _ in bad[:BARCODES] if length >= BARCODE_LENGTH)
    return sum(count for _, count in bad[forgiven:]) / max(1, sum(map(len, words)))


def meaningful(word: str) -> str:
    """The word without the nonsense around it, such as a bullet from a font of signs. Inside it stays, to be seen."""
    return _NONSENSE_AROUND.sub("", word)


def plain_words(text: str) -> float:
    """The share of words with at least one letter or digit; symbols alone come from a font read wrongly."""
    words = text.split()
    return sum(1 for word in words if _PLAIN.search(word)) / max(1, len(words))


def has_figures(text: str) -> bool:
    """Whether there is an amount and a date, in any language, as every bill has on some page."""
    return bool(_AMOUNT.search(text) and _DATE.search(text))
