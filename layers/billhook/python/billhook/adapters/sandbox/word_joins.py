"""Words that a PDF prints in parts, joined: letters apart by blanks, raised cents, amounts in two columns. Pure.

Positions are in points of the displayed page. Runs in the child.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MIN_LETTERS = 4
MIN_DIGITS = 6
"""Fewer single characters in a row are a list or a table."""

MAX_LETTER_GAP = 0.6
MAX_DIGIT_GAP = 0.35
MAX_WORD_GAP = 1.6
"""In heights of the word. Between letters of one word, digits of one number, words of one run."""

WORD_GAP_RATIO = 1.8
MIN_WORD_GAP = 0.12
"""How much wider gaps between words are than those between letters: as a ratio, and in heights of the word."""

MIN_MEAN_LENGTH = 2.0

RAISED_CENTS_HEIGHT = 0.88
MAX_CENTS_GAP = 0.6
MAX_BOX_GAP = 1.3

MAJOR_UNITS = frozenset(
    [
        "rupee",
        "rupees",
        "rs",
        "rs.",
        "re.",
        "₹",
        "dollars",
        "$",
        "euro",
        "euros",
        "€",
        "pesos",
        "lei",
        "taka",
        "tk",
        "tk.",
        "rand",
        "pounds",
        "£",
    ]
)
MINOR_UNITS = frozenset(
    [
        "paise",
        "paisa",
        "ps",
        "ps.",
        "p.",
        "cents",
        "cent",
        "cts",
        "cts.",
        "centavos",
        "céntimos",
        "centimes",
        "centesimi",
        "bani",
        "poisha",
        "pence",
    ]
)

_WHOLE = re.compile(r"(?:[^\W\d_]{0,3}\.?[$€£₹]?|[-(]?[$€£₹])?-?\d{1,3}(?:(?:[,.'’]?\d{3})+|\d*)")
_SIGNED = re.compile(r"-?[^\w\s.,]\d")
_UNITS = "|".join(re.escape(unit) for unit in sorted(MINOR_UNITS))
_PARTS = re.compile(
    rf"(?:(?<!\S)\S ){{{MIN_LETTERS - 1}}}\S(?!\S)|(?<![.,]\d)(?<![.,]\d\d)\d \d\d(?!\S)|(?<!\S)(?:{_UNITS})(?!\S)",
    re.IGNORECASE,
)
_CENTS = re.compile(r"\d\d")
_MINOR_AMOUNT = re.compile(r"\d{1,2}")
_MAJOR_AMOUNT = re.compile(r"-?\d{1,3}(?:,?\d{2,3})*")


class TextPart(NamedTuple):
    """A word, or a part of one, with its box in points, y downwards, and its confidence."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def joined(self, other: "TextPart", text: str) -> "TextPart":
        """Return one word with both boxes."""
        return TextPart(
            text,
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
            min(self.confidence, other.confidence),
        )


def may_join(texts: Sequence[str]) -> bool:
    """Whether any of the words may be parts of others: a quick check of their texts."""
    return bool(_PARTS.search(" ".join(texts)))


def joined_words(words: Sequence[TextPart]) -> list[TextPart]:
    """Return ``words`` with parts joined, in their order."""
    return _joined_columns(_joined_cents(_joined_letters(words)))


def with_cents(whole: str, cents: str) -> str:
    """Return an amount with a decimal mark that differs from its thousands mark."""
    return f"{whole},{cents}" if "." in whole else f"{whole}.{cents}"


def is_whole_amount(text: str) -> bool:
    """Whether ``text`` is an amount without decimals, with or without a currency sign."""
    return bool(_WHOLE.fullmatch(text))


def _joined_letters(words: Sequence[TextPart]) -> list[TextPart]:
    joined: list[TextPart] = []
    start = 0
    while start < len(words):
        end = start + 1
        if len(words[start].text) == 1:
            while end < len(words) and len(words[end].text) == 1 and _is_next(words[end - 1], words[end]):
                end += 1
        joined.extend(_spelled(words[start:end]) if end - start >= MIN_LETTERS else words[start:end])
        start = end
    return joined


def _is_next(word: TextPart, following: TextPart) -> bool:
    """Whether ``following`` continues the line of ``word`` in the same size."""
    height = word.height
    is_level = abs(following.y1 - word.y1) < 0.1 * height and abs(following.height - height) < 0.1 * height
    return is_level and 0 <= following.x0 - word.x1 < MAX_WORD_GAP * height


def _spelled(run: Sequence[TextPart]) -> Iterable[TextPart]:
    """Return the words that single characters spell, or the characters where they spell none."""
    gaps = [following.x0 - word.x1 for word, following in itertools.pairwise(run)]
    narrow = sorted(gaps)[len(gaps) // 3]
    groups = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > max(WORD_GAP_RATIO * narrow, narrow + MIN_WORD_GAP * word.height):
            groups.append([])
        groups[-1].append(word)
    letters = sum(word.text.isalpha() for word in run)
    digits = sum(word.text.isdigit() for word in run)
    spells_words = letters > digits and narrow <= MAX_LETTER_GAP * run[0].height
    spells_number = digits >= MIN_DIGITS and narrow <= MAX_DIGIT_GAP * run[0].height
    if not (spells_words or spells_number) or len(run) < MIN_MEAN_LENGTH * len(groups):
        return run
    return [_one_word(group) for group in groups]


def _one_word(group: Sequence[TextPart]) -> TextPart:
    word = group[0]
    for letter in group[1:]:
        word = word.joined(letter, word.text + letter.text)
    return word


def _joined_cents(words: Sequence[TextPart]) -> list[TextPart]:
    joined: list[TextPart] = []
    for index, word in enumerate(words):
        last = joined[-1] if joined else None
        if last and _CENTS.fullmatch(word.text) and is_whole_amount(last.text):
            following = words[index + 1] if index + 1 < len(words) else None
            if _are_raised(last, word) or _are_boxed(last, word, following):
                joined[-1] = last.joined(word, with_cents(last.text, word.text))
                continue
        joined.append(word)
    return joined


def _are_raised(whole: TextPart, cents: TextPart) -> bool:
    """Whether cents are printed smaller, higher and next to the amount."""
    height = whole.height
    is_raised = cents.height <= RAISED_CENTS_HEIGHT * height and whole.y0 - 0.3 * height < cents.y0
    return is_raised and cents.y1 < whole.y1 - 0.05 * height and _gap_is(whole, cents, MAX_CENTS_GAP)


def _are_boxed(whole: TextPart, cents: TextPart, following: TextPart | None) -> bool:
    """Whether cents end the row in a box of their own, next to an amount with a currency sign."""
    if not _SIGNED.match(whole.text) or not _is_next(whole, cents) or not _gap_is(whole, cents, MAX_BOX_GAP):
        return False
    return following is None or following.x0 < cents.x1 or abs(following.y1 - cents.y1) > 0.5 * cents.height


def _gap_is(word: TextPart, following: TextPart, most: float) -> bool:
    return -0.2 * word.height <= following.x0 - word.x1 <= most * word.height


def _joined_columns(words: Sequence[TextPart]) -> list[TextPart]:
    """Join amounts below a pair of headings such as Rupees and Paise."""
    joined = list(words)
    for major, minor in _unit_headings(words):
        joined = _joined_below(joined, major, minor)
    return joined


def _unit_headings(words: Sequence[TextPart]) -> list[tuple[TextPart, TextPart]]:
    minors = [word for word in words if word.text.casefold() in MINOR_UNITS]
    majors = [word for word in words if minors and word.text.casefold() in MAJOR_UNITS]
    return [
        (major, minor)
        for minor in minors
        for major in majors
        if abs(major.y1 - minor.y1) < 0.5 * minor.height and 0 < minor.x0 - major.x1 < 8 * minor.height
    ]


def _joined_below(words: Sequence[TextPart], major: TextPart, minor: TextPart) -> list[TextPart]:
    below = [word for word in words if word.y0 >= minor.y0 + 0.5 * minor.height]
    wholes = [word for word in below if _MAJOR_AMOUNT.fullmatch(word.text) and _is_under_major(word, major, minor)]
    parts = [word for word in below if _MINOR_AMOUNT.fullmatch(word.text) and _overlaps(word, minor)]
    amounts: dict[TextPart, TextPart] = {}
    used: set[TextPart] = set()
    for part in parts:
        whole = next((word for word in wholes if abs(word.y1 - part.y1) < 0.5 * part.height and word != part), None)
        if whole and whole not in amounts:
            amounts[whole] = whole.joined(part, with_cents(whole.text, f"{part.text:0>2}"))
            used.add(part)
    return [amounts.get(word, word) for word in words if word not in used]


def _is_under_major(word: TextPart, major: TextPart, minor: TextPart) -> bool:
    return word.x1 > major.x0 and word.x1 <= minor.x0 + 0.2 * minor.height and word.x0 > major.x0 - 4 * major.height


def _overlaps(word: TextPart, heading: TextPart) -> bool:
    return word.x0 < heading.x1 + 0.5 * heading.height and word.x1 > heading.x0 - 0.5 * heading.height
