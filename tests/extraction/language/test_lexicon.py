"""The lexicon of the languages, and labels matched by the stems of their words."""

from typing import Any

import pytest

from billhook.extraction.annotate.document import annotate
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import LANGUAGES, content
from billhook.extraction.language.lexicon import (
    NEAR,
    SAME,
    TOPICS,
    find_phrases,
    language_markers,
    lexicon,
    match_by_stems,
    stem_set,
    stop_words,
)
from billhook.extraction.text.normalize import normalized
from tests.extraction.pages import text_of_rows

SECONDARY = [code for code, language in languages().items() if language.secondary]
ESSENTIAL = {
    "total_charges", "bill_date", "due_date", "period", "account_number", "invoice_id", "meter", "usage",
    "previous_reading", "current_reading", "tax_charges", "previous_close_balance", "after_previous_total_payment",
}  # fmt: skip


def source(language: str) -> dict[str, Any]:
    return dict(content(LANGUAGES, language))


def test_primary_languages_are_those_that_bills_mix() -> None:
    assert sorted(set(languages()) - set(SECONDARY)) == ["de", "en", "es", "fr", "it", "nl", "pt"]


def test_stop_words_and_markers_exist_for_their_languages() -> None:
    assert all(stop_words()[code] for code in languages())
    assert sorted(language_markers()) == SECONDARY
    assert all(language_markers().values())


@pytest.mark.parametrize("language", SECONDARY)
def test_secondary_vocabulary_is_absent_from_primary_lexicon(language: str) -> None:
    secondary = lexicon(language)

    common = [
        label
        for part in secondary.vocabulary
        for _, _, labels in find_phrases(lexicon().labels, [part])
        for label in labels
    ]

    assert secondary.phrases.keys() > lexicon().phrases.keys()
    assert language in {label.language for label in secondary.phrases.values()}
    assert language not in {label.language for label in (*common, *lexicon().phrases.values())}


@pytest.mark.parametrize("language", languages())
def test_language_has_essential_labels(language: str) -> None:
    labels = source(language)["labels"]

    assert ESSENTIAL - labels.keys() == set()
    assert all(labels[name]["strong"] for name in ESSENTIAL)


@pytest.mark.parametrize("language", languages())
def test_context_rules_name_known_labels(language: str) -> None:
    vocabulary = source(language)
    known = source("en")["labels"].keys()

    assert {name for rule in vocabulary["context_rules"] for name in (*rule["from"], rule["into"])} <= known
    assert all(vocabulary[topic] for topic in TOPICS if topic != "country")


@pytest.mark.parametrize("language", languages())
def test_phrase_is_not_strong_and_weak_for_one_label(language: str) -> None:
    for name, phrases in source(language)["labels"].items():
        assert not {normalized(item) for item in phrases["strong"]} & {normalized(item) for item in phrases["weak"]}, (
            name
        )


def test_found_prefers_longest_phrase() -> None:
    first, end, _ = find_phrases(lexicon().labels, ["total", "amount", "due", "now"])[0]

    assert (first, end) == (0, 3)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amount due last month", "previous_close_balance"),
        ("Amount due", "total_charges"),
        ("Average daily usage", "nothing_usage"),
        ("Next bill date", "nothing_date"),
        ("Zählernummer:", "meter"),
        ("N° de client", "account_number"),
        ("Fecha de vencimiento", "due_date"),
        ("Totale da pagare", "total_charges"),
        ("Data de emissão", "bill_date"),
        ("Te betalen voor", "due_date"),
        ("N.º de cliente", "account_number"),
        ("Acct#", "account_number"),
        ("Kunden-Nr.", "account_number"),
    ],
)
def test_context_rule_changes_meaning_of_label(text: str, name: str) -> None:
    doc = annotate(text_of_rows({40: text}))

    assert name in doc.labels


def test_short_label_of_other_language_has_low_weight() -> None:
    doc = annotate(text_of_rows({40: "Your bill for the month"}, {40: "A. de Vries"}, {40: "Amount due", 200: "$4.00"}))

    assert (
        max((match.weight for match in doc.labels.get("period", ()) if "Vries" in match.cell.text), default=0.0) < 0.5
    )


def test_label_of_payment_date_names_payment_too() -> None:
    parts = normalized("Paiement reçu le").split()

    ((_, _, labels),) = find_phrases(lexicon().labels, parts)

    assert {label.name for label in labels} == {"nothing_date", "after_previous_total_payment"}


def test_stem_set_drops_stop_words_figures_and_endings() -> None:
    assert stem_set(["date", "of", "invoices", "12"], {"of"}) == {"date", "invoic"}


@pytest.mark.parametrize(
    ("words", "language", "matches"),
    [
        ("amount to be paid in total", "en", {"total_charges": SAME}),
        ("energy centre", "en", {}),
        ("kittens", "en", {}),
    ],
)
def test_match_by_stems_needs_the_stems_of_one_label(words: str, language: str, matches: dict[str, float]) -> None:
    assert match_by_stems(words.split(), language) == matches


def test_match_by_stems_scores_one_word_too_many_lower() -> None:
    exact = match_by_stems(["issue", "date", "invoice"], "en")
    near = match_by_stems(["issue", "date", "invoice", "tulip"], "en")

    assert (exact, near) == ({"bill_date": SAME}, {"bill_date": NEAR})
