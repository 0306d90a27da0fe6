"""The text layer of one PDF page, with its quality verdict. Runs in the child."""

from typing import Any

from billhook.adapters.sandbox import text_layer_quality
from billhook.adapters.sandbox.page_graphics import PageGraphics
from billhook.adapters.sandbox.text import HIDDEN_CONFIDENCE, PageTransform, PlacedWord, TextPage


class PageLayer:
    """``words`` are the visible words; ``size`` is as displayed, in points.

    ``verdict`` is that of ``text_layer_quality``; TEXT for a page without words, which needs a check of its rendering.
    """

    def __init__(self, page: Any) -> None:
        transform = PageTransform(page)
        self.size = transform.displayed_size
        graphics = PageGraphics(page, transform)
        text_page = TextPage(page)
        try:
            self.text = text_page.text
            self.words: list[PlacedWord] = text_page.words(
                transform,
                has_invisible=graphics.has_invisible,
                keeps_invisible=graphics.image_share >= text_layer_quality.LARGE_IMAGE_SHARE,
            )
        finally:
            text_page.close()
        self.verdict = text_layer_quality.TEXT
        if self.words:
            self.verdict = text_layer_quality.assess(
                self.text, len(self.words), image_share=graphics.image_share, is_hidden=graphics.is_hidden
            )
        if self.verdict == text_layer_quality.HIDDEN:
            self.words = [(*word[:5], HIDDEN_CONFIDENCE) for word in self.words]
