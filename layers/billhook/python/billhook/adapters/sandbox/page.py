"""One page of a PDF looked at closely: its words, and what to think of them. Runs in the child."""

from typing import Any

from billhook.adapters.sandbox import text_layer_quality
from billhook.adapters.sandbox.page_graphics import PageGraphics
from billhook.adapters.sandbox.text import HIDDEN_CONFIDENCE, PageTransform, PlacedWord, TextPage


class PageLayer:
    """``words`` are those that the page shows, ``size`` is as displayed, in points.

    ``verdict`` is the gate's; of a page without words it is TEXT, and somebody must look at its picture.
    """

    def __init__(self, page: Any) -> None:
        view = PageTransform(page)
        self.size = view.displayed_size
        scenery = PageGraphics(page, view)
        text_page = TextPage(page)
        try:
            self.text = text_page.text
            self.words: list[PlacedWord] = text_page.words(
                view,
                has_invisible=scenery.has_invisible,
                keeps_invisible=scenery.picture >= text_layer_quality.BIG_PICTURE,
            )
        finally:
            text_page.close()
        self.verdict = text_layer_quality.TEXT
        if self.words:
            picture, is_hidden = scenery.picture, scenery.is_hidden
            self.verdict = text_layer_quality.judge(self.text, len(self.words), picture=picture, is_hidden=is_hidden)
        if self.verdict == text_layer_quality.HIDDEN:
            self.words = [(*word[:5], HIDDEN_CONFIDENCE) for word in self.words]
