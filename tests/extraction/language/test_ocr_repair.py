"""Correction of words that OCR damaged, without comparing them with every word."""

import pytest
from rapidfuzz import fuzz, process

from billhook.extraction.language.lexicon import COMMON, lexicon
from billhook.extraction.language.ocr_repair import LEAST_SIMILARITY, LOOKALIKES, corrected

LONG_WORDS = sorted(word for word in lexicon(COMMON).vocabulary if len(word) >= 5)


@pytest.mark.parametrize(
    ("damaged", "printed"),
    [("arnount", "amount"), ("bi11ing", "billing"), ("electricty", "electricity"), ("Xqzzyq", "Xqzzyq")],
)
def test_corrected_returns_the_most_similar_word(damaged: str, printed: str) -> None:
    assert corrected(damaged, COMMON) == printed


def test_corrected_equals_search_over_all_words() -> None:
    for word in LONG_WORDS[::40]:
        for damaged in (word[1:] + "q", f"q{word}", word[:-1], f"{word[:3]}x{word[3:]}z", word[:2] + word[3:]):
            looks_like_another = any(seen in damaged for seen, _ in LOOKALIKES)
            if damaged in lexicon(COMMON).vocabulary or len(damaged) < 5 or looks_like_another:
                continue
            best = process.extractOne(damaged, LONG_WORDS, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)

            assert corrected(damaged, COMMON) == (best[0] if best else damaged)
