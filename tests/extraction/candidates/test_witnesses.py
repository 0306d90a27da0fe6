"""Candidates of witnesses: where the values that a code states are printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billhook.domain.document_text import ScannedCode
from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.witnesses import propose_witnessed
from tests.extraction.machine_readable.codes import SWISS_LINES, qr
from tests.extraction.pages import Row, text_of_rows

SWISS = qr("\n".join(SWISS_LINES))


def proposed(*rows: Row, code: ScannedCode | None = SWISS) -> CandidateSet:
    reading = text_of_rows(*rows)
    codes = (code,) if code else ()
    return propose_witnessed(annotate(reading.with_pages(replace(page, codes=codes) for page in reading.pages)))


def test_propose_witnessed_finds_printed_total_and_dates() -> None:
    found = proposed({60: "Rechnung vom", 160: "01.07.2020"}, {60: "Zahlbar", -500: "1'949.75"}, {-500: "31.07.2020"})

    assert [(candidate.value, candidate.text) for candidate in found.witnessed_totals] == [
        (Decimal("1949.75"), "1'949.75")
    ]
    assert [candidate.value for candidate in found.witnessed_dates["due_date"]] == [date(2020, 7, 31)]
    assert [candidate.value for candidate in found.witnessed_dates["bill_date"]] == [date(2020, 7, 1)]


def test_propose_witnessed_without_code_is_empty() -> None:
    assert proposed({60: "Zahlbar", -500: "1'949.75"}, code=None) == CandidateSet()


def test_propose_witnessed_unprinted_total_is_no_candidate() -> None:
    found = proposed({60: "Zahlbar", -500: "1'949.70"})

    assert len(found.witnesses) == 1
    assert found.witnessed_totals == ()
