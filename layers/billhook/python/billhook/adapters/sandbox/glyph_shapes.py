"""Whether glyphs look like the characters that a text layer names: a wrong ToUnicode map gives other letters.

Only proportions of outlines are compared, which every Latin font shares. Runs in the child.
"""

import re
from itertools import islice
from statistics import median

from billhook.adapters.sandbox.char_boxes import CharBoxes

MIN_SAMPLES, MAX_SAMPLES = 3, 7
"""Of a character, to compare its proportions."""

MIN_LETTERS = 100

NARROWER = (("247", 0.9), ("35689", 0.8))
"""Figures, and their width in widths of the figure 1 below which they are not these figures.

The figure 1 is the narrowest one, but for typewriter fonts, whose figures 2, 4 and 7 are about as wide as 1.
"""

NARROW, WIDE = "ilj", "mwMW"
_COMPARED = "123456789" + NARROW + WIDE
MAX_CONTRADICTIONS = 0.5

MAX_TEXT = 5_000
_LETTER = re.compile(r"[a-zß-öø-ɏ]", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyà-æè-ïò-öøù-ýÿœąęěůűıăāēīūőė]", re.IGNORECASE)

MIN_VOWELS = 0.2
"""Share of letters. Texts in languages of Latin script have 0.35 to 0.5, lists of codes 0.25."""


def contradict(text: str, chars: CharBoxes) -> bool:
    """Whether the glyphs of a page are not the characters of its text layer."""
    if has_no_words(text):
        return True
    return _widths_contradict(_widths(text, chars)) and _widths_contradict(_widths(text, chars, is_checked=True))


def _widths_contradict(widths: dict[str, float]) -> bool:
    return figures_contradict(widths) or letters_contradict(widths)


def has_no_words(text: str) -> bool:
    """Whether the letters of a Latin script spell no words of any language: too few of them are vowels."""
    letters = len(_LETTER.findall(text, 0, MAX_TEXT))
    return letters >= MIN_LETTERS and len(_VOWEL.findall(text, 0, MAX_TEXT)) < MIN_VOWELS * letters


def figures_contradict(widths: dict[str, float]) -> bool:
    """Whether another figure is clearly narrower than the figure 1."""
    digit_one = widths.get("1")
    if digit_one is None:
        return False
    return any(widths.get(figure, digit_one) < ratio * digit_one for figures, ratio in NARROWER for figure in figures)


def letters_contradict(widths: dict[str, float]) -> bool:
    """Whether letters such as i are mostly wider than letters such as m."""
    pairs = [(widths[a], widths[b]) for a in NARROW if a in widths for b in WIDE if b in widths]
    return bool(pairs) and sum(narrow >= wide for narrow, wide in pairs) > MAX_CONTRADICTIONS * len(pairs)


def _widths(text: str, chars: CharBoxes, *, is_checked: bool = False) -> dict[str, float]:
    """Return the median width of characters in heights of a line, of those that occur often enough.

    Text that does not run to the right is left out only if ``is_checked``, which costs time.
    """
    widths = {letter: _samples(letter, text, chars, is_checked=is_checked) for letter in _COMPARED}
    return {letter: median(samples) for letter, samples in widths.items() if len(samples) >= MIN_SAMPLES}


def _samples(letter: str, text: str, chars: CharBoxes, *, is_checked: bool) -> list[float]:
    samples = []
    for match in islice(re.finditer(letter, text), MAX_SAMPLES):
        if is_checked and not chars.is_upright(match.start()):
            continue
        loose, glyph = chars[match.start()], chars.glyph(match.start())
        height = loose[1] - loose[3] if loose else 0.0
        if height > 0 and glyph[1] - glyph[3] < height:
            samples.append((glyph[2] - glyph[0]) / height)
    return samples
