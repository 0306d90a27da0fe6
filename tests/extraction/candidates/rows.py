"""Meter rows of printed rows."""

from billhook.extraction.candidates.candidate_set import MeterRow
from billhook.extraction.candidates.meters import meter_rows
from tests.extraction.pages import Row, annotated_rows


def rows_in(*rows: Row) -> list[MeterRow]:
    return meter_rows(annotated_rows(*rows))
