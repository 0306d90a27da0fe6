"""The registry of rules: each fills fields of its own, and together they fill the candidate set."""

from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.rules import PROPOSED, RULES, collect_candidates
from billhook.local.samples import LAYOUTS
from tests.extraction.pages import annotated_rows


def filled(candidates: CandidateSet) -> set[str]:
    return {name for name in PROPOSED if getattr(candidates, name)}


def test_rules_fill_no_field_of_each_other() -> None:
    """On bills of all sample layouts."""
    for layout in LAYOUTS.values():
        doc = annotate(layout(1).sheet.reading())
        by_rule = [filled(rule(doc)) for rule in RULES]

        assert sum(map(len, by_rule)) == len(set().union(*by_rule))


def test_collect_candidates_joins_what_every_rule_proposes() -> None:
    doc = annotate(LAYOUTS["us_electric"](1).sheet.reading())

    candidates = collect_candidates(doc)

    assert filled(candidates) == set().union(*(filled(rule(doc)) for rule in RULES))
    assert {"amounts", "charge_rows", "meter_rows", "issuers", "periods"} <= filled(candidates)


def test_collect_candidates_has_pages_and_locale_of_the_document() -> None:
    doc = annotate(LAYOUTS["us_electric"](1).sheet.reading())

    candidates = collect_candidates(doc)

    assert (candidates.pages, candidates.locale) == ((1, 2), doc.locale)


def test_collect_candidates_of_a_letter_proposes_no_values() -> None:
    candidates = collect_candidates(annotated_rows({40: "Dear neighbour"}, {40: "See you soon"}))

    assert filled(candidates).isdisjoint({"charge_rows", "meter_rows", "account_numbers", "periods"})
    assert not any(candidates.amounts.values())
    assert not any(candidates.dates.values())
