"""The witnesses of a document text: codes and typed lines of its pages that have a known format, and e-invoices.

Typed lines are payment references with check digits, printed as text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from billhook.domain.document_text import Box, DocumentText, PageText, ScannedCode, Word, box_of
from billhook.domain.witness import Witness, WitnessSource, stated
from billhook.extraction.machine_readable import brazil, finland, italy, portugal, references
from billhook.extraction.machine_readable.code_format import Values
from billhook.extraction.machine_readable.notation import creditor_reference

LONGEST_PAGE = 200_000
"""Characters of a page that are searched; a dense page has 6,000."""


@dataclass(frozen=True)
class LineFormat:
    """A typed line: ``pattern`` finds it, ``mark`` is a text that every page with one has, ``read`` checks it."""

    name: str
    mark: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Values | None]


@dataclass(frozen=True)
class TypedLine:
    """A typed line on a page: the values that it states, and its box."""

    format: str
    values: tuple[tuple[str, str], ...]
    box: Box


def _plain(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])


def _creditor_reference(match: re.Match[str]) -> Values:
    return stated(reference=creditor_reference(match[0]))


LINE_FORMATS = (
    LineFormat(
        "boleto-line",
        ".",
        re.compile(r"(?<![\d.])\d{5}\.?\d{5}\s?\d{5}\.?\d{6}\s?\d{5}\.?\d{6}\s?\d\s?\d{14}(?!\d)", re.ASCII),
        lambda match: brazil.boleto_line(_plain(match)),
    ),
    LineFormat(
        "arrecadacao-line",
        "8",
        re.compile(r"(?<!\d)8\d{10}[-. ]{0,3}\d(?:\s{0,2}\d{11}[-. ]{0,3}\d){3}(?!\d)", re.ASCII),
        lambda match: brazil.arrecadacao_line(_plain(match)),
    ),
    LineFormat(
        "virtual-bar-code-line",
        "",
        re.compile(r"(?<!\d)[45]\d{53}(?!\d)", re.ASCII),
        lambda match: finland.virtual_bar_code(match[0]),
    ),
    LineFormat(
        "td-896-674",
        "<",
        re.compile(r"<\d{18}>\s*(?:\d{8}\+\d{2}>\s*)?\d{12}<\s*(?:896|674)>", re.ASCII),
        lambda match: italy.slip_line(match[0]),
    ),
    LineFormat(
        "multibanco",
        "ntidade",
        re.compile(
            r"\bEntidade\D{0,12}(\d{5})\D{1,40}?Refer[êe]ncia\D{0,12}(\d{3}) ?(\d{3}) ?(\d{3})"
            r"\D{1,40}?(?:Montante|Valor)\D{0,12}(\d{1,6})[.,](\d\d)(?!\d)",
            re.IGNORECASE,
        ),
        lambda match: portugal.multibanco(match[1], match[2] + match[3] + match[4], f"{match[5]}.{match[6]}"),
    ),
    LineFormat(
        "fik",
        "<",
        re.compile(r"\+(7[15])\s?<\s?(\d{15,16})\s?\+\s?(\d{8})\s?<", re.ASCII),
        lambda match: references.fik(*match.groups()),
    ),
    LineFormat(
        "ogm",
        "/",
        re.compile(r"(?:\+\+\+|\*\*\*)\s?(\d{3})\s?/\s?(\d{4})\s?/\s?(\d{5})\s?(?:\+\+\+|\*\*\*)", re.ASCII),
        lambda match: references.ogm("".join(match.groups())),
    ),
    LineFormat("creditor-reference", "RF", re.compile(r"\bRF\d\d(?: ?\d{1,4}){1,6}\b", re.ASCII), _creditor_reference),
    LineFormat(
        "kid",
        "KID",
        re.compile(r"\bKID(?:-?(?:nummer|nr))?\.?\s?:?\s?(\d{2,24}[\d-])(?![\w-])", re.ASCII),
        lambda match: references.kid(match[1]),
    ),
    LineFormat(
        "swedish-ocr",
        "OCR",
        re.compile(r"\bOCR(?:-?(?:nummer|nr))?\.?\s?:?\s?(\d{2,25})(?![\w-])", re.ASCII),
        lambda match: references.swedish_ocr(match[1]),
    ),
    LineFormat(
        "betalingskenmerk",
        "etalingskenmerk",
        re.compile(r"[Bb]etalingskenmerk\s?:?\s?(\d{4}) ?(\d{4}) ?(\d{4}) ?(\d{4})(?!\d)", re.ASCII),
        lambda match: references.dutch_reference("".join(match.groups())),
    ),
)


def typed_lines(page: PageText) -> Iterator[TypedLine]:
    """The typed lines of a page whose check digits are right, in the order of the formats."""
    text, offsets = _joined(page.words)
    for name, values, start, end in _found(text):
        words = [word for word, at in zip(page.words, offsets, strict=True) if at < end and at + len(word.text) > start]
        yield TypedLine(name, values, box_of(words))


Found = tuple[str, tuple[tuple[str, str], ...], int, int]
"""Format, values, start and end in the text."""


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[Found, ...]:
    return tuple(_search(text[:LONGEST_PAGE]))


def _search(text: str) -> Iterator[Found]:
    for form in LINE_FORMATS:
        if form.mark not in text:
            continue
        for match in form.pattern.finditer(text):
            try:
                values = form.read(match)
            except (ValueError, ArithmeticError):
                continue
            if values is not None:
                yield form.name, tuple(values.items()), match.start(), match.end()


def _joined(words: tuple[Word, ...]) -> tuple[str, list[int]]:
    """The words with blanks between them, and the offset of each."""
    offsets, at = [], 0
    for word in words:
        offsets.append(at)
        at += len(word.text) + 1
    return " ".join(word.text for word in words), offsets


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
