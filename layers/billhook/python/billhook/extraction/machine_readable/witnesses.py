"""The witnesses of a document text: codes and typed lines of its pages that have a known format, and e-invoices."""

from collections.abc import Iterator
from functools import lru_cache

from billhook.domain.document_text import DocumentText, PageText, ScannedCode
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.machine_readable.typed_lines import typed_lines

LONGEST_CODE = 4096
"""Bytes. No symbol holds more than 3,000; anything longer is no code."""


def witnesses_of(document_text: DocumentText) -> tuple[Witness, ...]:
    """The witnesses in the order of the pages, then the e-invoices; the same values of one format only once."""
    found = [witness for page in document_text.pages for witness in _witnesses_on(page)]
    by_values = {(item.format, *sorted(item.values.items())): item for item in reversed(found)}
    return (*reversed(by_values.values()), *_invoiced(document_text))


def _invoiced(document_text: DocumentText) -> tuple[Witness, ...]:
    """The e-invoices that are attached to a printed bill."""
    if not document_text.xml_files:
        return ()
    from billhook.extraction.machine_readable.e_invoices import invoices_of_files  # noqa: PLC0415 - few bills have one

    return tuple(invoice.witness() for invoice in invoices_of_files(document_text.xml_files))


def _witnesses_on(page: PageText) -> Iterator[Witness]:
    for code in page.codes:
        named = values_of(code)
        if named:
            name, values = named
            yield Witness(source=WitnessSource.CODE, format=name, page=page.number, box=code.box, values=dict(values))
    for line in typed_lines(page):
        yield Witness(
            source=WitnessSource.CODE, format=line.format, page=page.number, box=line.box, values=dict(line.values)
        )


@lru_cache(maxsize=256)
def values_of(code: ScannedCode) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The format and the values of a code; ``None`` for a code of no known format, and for a damaged one."""
    from billhook.extraction.machine_readable.formats import FORMATS  # noqa: PLC0415 - few bills have a code

    if len(code.content) > LONGEST_CODE:
        return None
    for form in FORMATS:
        if code.symbology not in form.symbologies:
            continue
        try:
            values = form.parse(code)
        except (ValueError, ArithmeticError, LookupError):
            continue
        if values is not None:
            return form.name, tuple(values.items())
    return None
