"""One page of a PDF looked at closely: its words, and what to think of them. Runs in the child."""

from typing import Any

from billhook.adapters.sandbox import gate
from billhook.adapters.sandbox.scenery import Scenery, has_ink
from billhook.adapters.sandbox.text import PlacedWord, TextPage, View

HIDDEN_CONFIDENCE = 0.85
"""Of words that somebody else's OCR put beneath a picture."""


class PageLayer:
    """``verdict`` is the gate's; ``words`` are those that the page shows; ``size`` is as displayed, in points."""

    def __init__(self, page: Any) -> None:
        view = View(page)
        text_page = TextPage(page)
        try:
            scenery = Scenery(page, view)
            lies_beneath = scenery.is_hidden and scenery.picture >= gate.FULL_PICTURE
            self.size = view.displayed_size
            self.text = text_page.text
            self.words: list[PlacedWord] = text_page.words(
                view, only_visible=scenery.has_invisible and not lies_beneath
            )
            if self.words:
                self.verdict = gate.judge(
                    self.text,
                    len(self.words),
                    unmapped=text_page.unmapped,
                    picture=scenery.picture,
                    is_hidden=scenery.is_hidden,
                )
            else:
                self.verdict = gate.RECOGNIZE if has_ink(page, view) else gate.TEXT
        finally:
            text_page.close()

    @property
    def confidence(self) -> float:
        return HIDDEN_CONFIDENCE if self.verdict == gate.HIDDEN else 1.0
