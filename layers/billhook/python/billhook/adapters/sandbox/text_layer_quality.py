"""Quality of a page's text layer: whether its text is what the page shows. Pure; runs in the child.

A text layer may be absent (a scan), a stamp on a scan, a foreign OCR layer beneath an image, or garbage from a font
without Unicode mapping.
"""

import re

MIN_WORDS = 30
"""Fewer words on a page with a large image are a stamp or fax header."""

LARGE_IMAGE_SHARE = 0.5
FULL_IMAGE_SHARE = 0.8
MAX_GARBAGE_RATIO = 0.02
MIN_PLAIN_WORD_RATIO = 0.5

MAX_BARCODES = 2
MIN_BARCODE_LENGTH = 20
"""Postal barcodes are set in a barcode font: up to two long garbage words do not count."""

TEXT, HIDDEN, RECOGNIZE = "text", "hidden", "recognize"

UNKNOWN = "\ufffd"

# pdfium's marks of a hyphen at the end of a line.
HYPHENS = "\x02\ufffe"

_GARBAGE_CHARACTERS = "\x00\x01\x03-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff"
_GARBAGE = re.compile(f"[{_GARBAGE_CHARACTERS}]")
_OUTER_GARBAGE = re.compile(f"^[{_GARBAGE_CHARACTERS}]+|[{_GARBAGE_CHARACTERS}]+$")
_PLAIN = re.compile(r"[^\W_]")
_AMOUNT = re.compile(r"\d[.,]\d\d(?!\d|[.,/-]\d)")
_DATE = re.compile(r"\d{1,4}[./\-年月]\s?\d{1,2}[./\-月日]|(?<!\d)(?:19|20)\d\d(?!\d)")


def assess(text: str, words: int, *, image_share: float, is_hidden: bool) -> str:
    """Return the verdict on a page with words: TEXT, HIDDEN (use with lower confidence) or RECOGNIZE (needs OCR).

    ``image_share`` is the share of the page that images cover; with ``is_hidden`` none of the text is visible.
    """
    if words < MIN_WORDS and image_share >= LARGE_IMAGE_SHARE:
        return RECOGNIZE
    if garbage_ratio(text) >= MAX_GARBAGE_RATIO or plain_word_ratio(text) < MIN_PLAIN_WORD_RATIO:
        return RECOGNIZE
    return HIDDEN if is_hidden and image_share >= FULL_IMAGE_SHARE else TEXT


def garbage_ratio(text: str) -> float:
    """Return the share of control, private-use and unknown characters, without those of barcodes."""
    words = text.split()
    bad = sorted(((len(word), len(_GARBAGE.findall(word))) for word in words if _GARBAGE.search(word)), reverse=True)
    barcodes = sum(1 for length, _ in bad[:MAX_BARCODES] if length >= MIN_BARCODE_LENGTH)
    return sum(count for _, count in bad[barcodes:]) / max(1, sum(map(len, words)))


def without_outer_garbage(word: str) -> str:
    """Strip garbage at both ends of a word, such as bullets of a symbol font. Garbage inside is kept."""
    return _OUTER_GARBAGE.sub("", word)


def plain_word_ratio(text: str) -> float:
    """Return the share of words with a letter or digit; words of symbols only indicate a wrong font mapping."""
    words = text.split()
    return sum(1 for word in words if _PLAIN.search(word)) / max(1, len(words))


def has_figures(text: str) -> bool:
    """Whether the text has an amount and a date, in any language, as every bill does."""
    return bool(_AMOUNT.search(text) and _DATE.search(text))
