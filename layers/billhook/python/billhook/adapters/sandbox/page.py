"""One page of a PDF looked at closely: its words, and what to think of them. Runs in the child."""

from typing import Any

from billhook.adapters.sandbox import gate
from billhook.adapters.sandbox.scenery import Scenery
from billhook.adapters.sandbox.text import HIDDEN_CONFIDENCE, PlacedWord, TextPage, View


class PageLayer:
    """``words`` are those that the page shows, ``size`` is as displayed, in points.

    ``verdict`` is the gate's; of a page without words it is TEXT, and somebody must look at its picture.
    """

    def __init__(self, page: Any) -> None:
        view = View(page)
        self.size = view.displayed_size
        scenery = Scenery(page, view)
        text_page = TextPage(page)
        try:
            self.text = text_page.text
            self.words: list[PlacedWord] = text_page.words(
                view, has_invisible=scenery.has_invisible, keeps_invisible=scenery.picture >= gate.BIG_PICTURE
            )
        finally:
            text_page.close()
        self.verdict = gate.TEXT
        if self.words:
            picture, is_hidden = scenery.picture, scenery.is_hidden
            self.verdict = gate.judge(self.text, len(self.words), picture=picture, is_hidden=is_hidden)
        if self.verdict == gate.HIDDEN:
            self.words = [(*word[:5], HIDDEN_CONFIDENCE) for word in self.words]
