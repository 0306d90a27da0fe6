"""E-invoices: their values, read by the paths of their syntax, with the signs of a bill."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from billhook.domain.bill import Identifier
from billhook.domain.witness import Witness, WitnessSource, stated
from billhook.domain.xml_element import XmlElement
from billhook.extraction.machine_readable.e_invoice_syntaxes import ENVELOPES, SYNTAXES
from billhook.extraction.machine_readable.invoice_syntax import NEGATED_TYPES, Paths, Syntax
from billhook.extraction.text.meter_point_ids import is_valid_id, plain_id, scheme_of

ZERO = Decimal(0)
UNCOUNTED_LINES = frozenset({"GROUP", "INFORMATION"})
"""Lines of Factur-X EXTENDED that repeat the amounts of other lines."""

MOST_DIGITS = 30

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T+Z-].*)?")
_POINT = re.compile(r"[A-Z]{2}[A-Z0-9 .-]{12,45}|[1-9]\d{10}|\d{14}|\d{18}", re.ASCII)
_IT_POD = re.compile(r"IT\d{3}E\d{8}[A-Z0-9]?", re.ASCII)
_IT_POINTS = re.compile(r"\b(IT\d{3}E\d{8}\w?)\b|\bPDR\W{0,3}(\d{14})\b", re.ASCII)


@dataclass(frozen=True)
class InvoiceLine:
    """A line: ``amount`` is its net amount, ``price`` that of one unit. ``is_discounted``: they may differ by more."""

    description: str | None
    amount: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    start: date | None = None
    end: date | None = None
    is_discounted: bool = False


@dataclass(frozen=True)
class InvoiceTax:
    """The tax of one rate (percent)."""

    amount: Decimal
    rate: Decimal | None


@dataclass(frozen=True)
class EInvoice:
    """An e-invoice. Amounts have the sign of a debt: those of a credit note are negative.

    ``payable`` is what is to be paid, ``gross`` the charges with tax, before payments. ``charges`` are those of the
    document, an allowance negative.
    """

    format: str
    number: str | None
    bill_date: date | None
    due_date: date | None
    currency: str | None
    seller: str | None
    country: str | None
    account: str | None
    start: date | None
    end: date | None
    payable: Decimal | None
    gross: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    lines: tuple[InvoiceLine, ...]
    charges: tuple[InvoiceLine, ...]
    taxes: tuple[InvoiceTax, ...]
    points: tuple[Identifier, ...]
    is_utility: bool
    words: str = ""
    """Notes, names and descriptions, in one text."""

    def witness(self) -> Witness:
        """What it states that a printed bill is compared with."""
        point = self.points[0].value if self.points else None
        return Witness(
            source=WitnessSource.XML,
            format=self.format,
            values=stated(
                totalCharges=self.payable,
                taxCharges=self.tax,
                chargesUnits=self.currency,
                billDate=self.bill_date,
                dueDate=self.due_date,
                invoiceId=self.number,
                payeeName=self.seller,
                supplyPoint=point if len(self.points) == 1 else None,
                startDate=self.start,
                endDate=self.end,
            ),
        )


def is_e_invoice(root: XmlElement) -> bool:
    """Whether the file has a known syntax."""
    return _unwrapped(root).name in SYNTAXES


def e_invoices_of(root: XmlElement) -> tuple[EInvoice, ...]:
    """The invoices of a file, in its order; none of an unknown syntax, or without number and amounts."""
    root = _unwrapped(root)
    syntax = SYNTAXES.get(root.name)
    if syntax is None:
        return ()
    elements = tuple(root.all_at(syntax.invoices)) if syntax.invoices else (root,)
    found = (_Reader(syntax, root, element).invoice() for element in elements)
    return tuple(invoice for invoice in found if invoice.payable is not None and invoice.number)


def _unwrapped(root: XmlElement) -> XmlElement:
    if root.name in ENVELOPES:
        return next((child for child in root.children if child.name in SYNTAXES), root)
    return root


@dataclass(frozen=True)
class _Reader:
    syntax: Syntax
    root: XmlElement
    element: XmlElement

    def invoice(self) -> EInvoice:
        gross, net, tax = self._amount("gross"), self._amount("net"), self._tax()
        if gross is None and net is not None:
            gross = net + (tax or ZERO)
        payable = self._amount("payable")
        return EInvoice(
            format=self.syntax.name,
            number=self._text("number"),
            bill_date=day_of(self._text("bill_date")),
            due_date=min(self._days("due_date"), default=None),
            currency=self._text("currency") or ("BRL" if self.syntax.name in {"nf3e", "nfcom"} else None),
            seller=self._text("seller"),
            country=self._text("country"),
            account=self._text("account"),
            start=day_of(self._text("start")),
            end=day_of(self._text("end")),
            payable=gross if payable is None else payable,
            gross=gross,
            net=net,
            tax=tax,
            lines=tuple(self._lines()),
            charges=tuple(self._charges()),
            taxes=tuple(self._taxes()),
            points=tuple(dict.fromkeys(self._points())),
            is_utility=self.syntax.is_utility,
            words=" ".join((self._text("seller") or "", *self.element.texts_at(self.syntax.words))),
        )

    @property
    def _sign(self) -> int:
        is_credit = self.root.name == "CreditNote" or self._text("type") in NEGATED_TYPES
        return -1 if self.syntax.has_positive_credits and is_credit else 1

    def _path(self, name: str) -> tuple[XmlElement, str] | None:
        if name in self.syntax.header:
            return self.root, self.syntax.header[name]
        return (self.element, self.syntax.values[name]) if name in self.syntax.values else None

    def _text(self, name: str) -> str | None:
        place = self._path(name)
        return place[0].text_at(place[1]) if place else None

    def _days(self, name: str) -> Iterator[date]:
        place = self._path(name)
        for text in place[0].texts_at(place[1]) if place else ():
            if day := day_of(text):
                yield day

    def _amount(self, name: str) -> Decimal | None:
        place = self._path(name)
        if place is None:
            return None
        amounts = [amount for text in place[0].texts_at(place[1]) if (amount := number_of(text)) is not None]
        if not amounts:
            return None
        return self._sign * (sum(amounts, ZERO) if name in self.syntax.summed else amounts[0])

    def _tax(self) -> Decimal | None:
        """The tax in the currency of the invoice: it may be stated in that of the accounts too."""
        if "tax" not in self.syntax.values or "tax" in self.syntax.summed:
            return self._amount("tax")
        currency = self._text("currency")
        elements = [
            element
            for path in self.syntax.values["tax"].split(" | ")
            for element in self.element.all_at(path)
            if element.attributes.get("currencyID", currency) == currency
        ]
        amounts = [amount for element in elements if (amount := number_of(element.text)) is not None]
        return self._sign * amounts[0] if amounts else None

    def _lines(self) -> Iterator[InvoiceLine]:
        for line in self.element.all_at(self.syntax.lines):
            if _text(line, self.syntax.line, "status") not in UNCOUNTED_LINES:
                yield self._line(line)

    def _line(self, line: XmlElement) -> InvoiceLine:
        paths = self.syntax.line
        sign = -self._sign if _text(line, paths, "is_deduction") == "1" else self._sign
        quantity, price = _number(line, paths, "quantity"), _number(line, paths, "price")
        base = _number(line, paths, "base") or Decimal(1)
        return InvoiceLine(
            description=_text(line, paths, "description"),
            amount=sign * (_number(line, paths, "amount") or ZERO),
            quantity=None if quantity is None else sign * quantity,
            unit=_text(line, paths, "unit"),
            price=None if price is None else price / base,
            start=day_of(_text(line, paths, "start")),
            end=day_of(_text(line, paths, "end")),
            is_discounted=bool(_number(line, paths, "discount")),
        )

    def _charges(self) -> Iterator[InvoiceLine]:
        paths = self.syntax.charge
        for charge in self.element.all_at(self.syntax.charges):
            is_charge = _text(charge, paths, "is_charge") in {"true", "1"}
            yield from self._charge(charge, self._sign if is_charge else -self._sign)
        for charge in self.element.all_at(self.syntax.surcharges):
            yield from self._charge(charge, self._sign)

    def _charge(self, charge: XmlElement, sign: int) -> Iterator[InvoiceLine]:
        amount = _number(charge, self.syntax.charge, "amount")
        if amount:
            yield InvoiceLine(_text(charge, self.syntax.charge, "description"), sign * amount)

    def _taxes(self) -> Iterator[InvoiceTax]:
        for tax in self.element.all_at(self.syntax.taxes):
            amount = _number(tax, self.syntax.tax, "amount")
            if amount:
                yield InvoiceTax(self._sign * amount, _number(tax, self.syntax.tax, "rate"))

    def _points(self) -> Iterator[Identifier]:
        lines = tuple(self.element.all_at(self.syntax.lines))
        texts = [text for path in self.syntax.points for text in self.element.texts_at(path)]
        texts += [text for line in lines for path in self.syntax.line_points for text in line.texts_at(path)]
        for text in texts:
            yield from points_in(text)


def points_in(text: str) -> Iterator[Identifier]:
    """The supply points that a text is or names, recognised by their shape and check digits."""
    for pod, pdr in _IT_POINTS.findall(text):
        yield Identifier(type="POD", value=pod) if pod else Identifier(type="PDR", value=pdr)
    number = plain_id(text)
    if not _POINT.fullmatch(text.strip()) or _IT_POD.fullmatch(number):
        return
    if scheme := scheme_of(number):
        yield Identifier(type=scheme, value=number)
    elif is_valid_id("MALO", number):
        yield Identifier(type="MALO", value=number)


def day_of(text: str | None) -> date | None:
    """A day written as ISO 8601, with or without dashes, time and offset; ``None`` for another text."""
    match = _DAY.fullmatch((text or "").strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def number_of(text: str | None) -> Decimal | None:
    """A decimal number; ``None`` for another text, and for one of more than ``MOST_DIGITS`` characters."""
    if not text or len(text) > MOST_DIGITS:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else None


def _text(element: XmlElement, paths: Paths, name: str) -> str | None:
    return element.text_at(paths[name]) if name in paths else None


def _number(element: XmlElement, paths: Mapping[str, str], name: str) -> Decimal | None:
    return number_of(_text(element, paths, name))


def invoices_of_files(roots: Iterable[XmlElement]) -> tuple[EInvoice, ...]:
    """The invoices of several files; one that is attached twice only once."""
    return tuple(dict.fromkeys(invoice for root in roots for invoice in e_invoices_of(root)))
