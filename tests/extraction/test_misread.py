"""Words that a recogniser misread: what they are taken for, found without comparing them to every word."""

import pytest
from rapidfuzz import fuzz, process

from billhook.extraction.language.lexicon import COMMON, lexicon
from billhook.extraction.language.ocr_repair import DAMAGE, LOOKALIKES, mended

LONG_WORDS = sorted(word for word in lexicon(COMMON).vocabulary if len(word) >= 5)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("arnount", "amount"), ("bi11ing", "billing"), ("electricty", "electricity"), ("Xqzzyq", "Xqzzyq")],
)
def test_a_damaged_word_is_the_one_that_it_looks_like(seen: str, meant: str) -> None:
    assert mended(seen, COMMON) == meant


def test_words_of_other_lengths_that_are_not_asked_would_not_have_been_like_enough() -> None:
    for word in LONG_WORDS[::40]:
        for damaged in (word[1:] + "q", f"q{word}", word[:-1], f"{word[:3]}x{word[3:]}z", word[:2] + word[3:]):
            looks_like_another = any(seen in damaged for seen, _ in LOOKALIKES)
            if damaged in lexicon(COMMON).vocabulary or len(damaged) < 5 or looks_like_another:
                continue
            best = process.extractOne(damaged, LONG_WORDS, scorer=fuzz.ratio, score_cutoff=DAMAGE)

            assert mended(damaged, COMMON) == (best[0] if best else damaged)
