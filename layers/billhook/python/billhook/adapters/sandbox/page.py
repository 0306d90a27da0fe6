"""The text layer of one PDF page, with its quality verdict. Runs in the child."""

from typing import Any

from billhook.adapters.sandbox import glyph_shapes, text_layer_quality
from billhook.adapters.sandbox.outlines import FULL_PAGE_CELLS
from billhook.adapters.sandbox.page_graphics import PageGraphics
from billhook.adapters.sandbox.text import HIDDEN_CONFIDENCE, PageTransform, PlacedWord, Rect, TextPage
from billhook.adapters.sandbox.word_joins import TextPart, joined_words, may_join


class PageLayer:
    """``words`` are the visible words; ``size`` is as displayed, in points.

    ``verdict`` is that of ``text_layer_quality``; TEXT for a page without words, which needs a check of its rendering.
    ``regions`` are the boxes of images and of glyphs drawn as paths, which have no words; ``code_regions`` those that
    may show a code.
    """

    def __init__(self, page: Any) -> None:
        transform = PageTransform(page)
        self.size = transform.displayed_size
        graphics = PageGraphics(page, transform)
        text_page = TextPage(page)
        try:
            self.text = text_page.text
            words = text_page.words(
                transform,
                has_invisible=graphics.has_invisible,
                keeps_invisible=graphics.image_share >= text_layer_quality.LARGE_IMAGE_SHARE,
                hides=graphics.visibility.hides if graphics.visibility.has_suspects else None,
            )
            is_wrong = bool(words) and glyph_shapes.contradict(self.text, text_page.chars)
        finally:
            text_page.close()
        self.words = _joined(words, *self.size)
        boxes: list[Rect] = [word[1:5] for word in self.words]
        outlined = graphics.outlined_cells(boxes) if self.words else set()
        self.regions = graphics.wordless_regions(boxes, outlined) if self.words else []
        self.code_regions = graphics.code_regions()
        self.verdict = text_layer_quality.TEXT
        if self.words:
            self.verdict = text_layer_quality.assess(
                self.text, len(self.words), image_share=graphics.image_share, is_hidden=graphics.is_hidden
            )
            is_outlined = len(outlined) >= FULL_PAGE_CELLS
            if is_wrong or (is_outlined and len(self.words) < text_layer_quality.MIN_WORDS):
                self.verdict = text_layer_quality.RECOGNIZE
        if self.verdict == text_layer_quality.HIDDEN:
            self.words = [(*word[:5], HIDDEN_CONFIDENCE) for word in self.words]


def _joined(words: list[PlacedWord], width: float, height: float) -> list[PlacedWord]:
    """Return the words with parts joined."""
    if not may_join([word[0] for word in words]):
        return words
    printed = [TextPart(t, x0 * width, y0 * height, x1 * width, y1 * height, c) for t, x0, y0, x1, y1, c in words]
    joined = joined_words(printed)
    if len(joined) == len(words):
        return words
    placed = dict(zip(printed, words, strict=True))
    return [placed.get(word) or (word.text, *_fractions(word, width, height), word.confidence) for word in joined]


def _fractions(word: TextPart, width: float, height: float) -> Rect:
    return word.x0 / width, word.y0 / height, word.x1 / width, word.y1 / height
