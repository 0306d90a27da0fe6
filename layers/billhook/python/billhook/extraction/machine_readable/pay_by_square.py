"""PAY by square (Slovak Banking Association, versions 1.0 to 1.2): compressed payment orders of Slovak bills.

The QR code holds base32hex. Decoded: two bytes of header (type, version, document type, reserved), the length of the
data (16 bits, little endian), and a raw LZMA stream (lc 3, lp 0, pb 2, dictionary 128 KiB). Uncompressed: the CRC32 of
the text, little endian, and the text, tab-separated. Payees follow after all payments.
"""

import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import currency, day, digits, iban, optional_amount

PAYMENT_ORDER, VERSIONS = 0, range(3)
LONGEST = 8192
"""Bytes of text; a code has at most 2,953 bytes, and a payment order has some hundred."""

STANDING_ORDER, DIRECT_DEBIT = 4, 10
"""The number of fields of each extension."""

_FILTERS = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 17, "lc": 3, "lp": 0, "pb": 2}]
_BASE_32 = re.compile(rb"0[048][0-9A-V]{20,}", re.ASCII)


def parse(code: ScannedCode) -> Values | None:
    """The values of the only payment of a payment order; ``None`` for another code."""
    if not _BASE_32.fullmatch(code.content):
        return None
    data = _decoded(code.content)
    if data[0] >> 4 != PAYMENT_ORDER or data[0] & 15 not in VERSIONS:
        return None
    return _payment(_text(data[2:]))


def _decoded(content: bytes) -> bytes:
    """The bytes of base32hex without padding; bits that fill no byte are dropped."""
    bits = len(content) * 5
    return (int(content, 32) >> bits % 8).to_bytes(bits // 8, "big")


def _text(data: bytes) -> str:
    """The checked text of length and LZMA stream. Raises ValueError for a damaged one."""
    (size,) = struct.unpack_from("<H", data)
    if not 4 < size <= LONGEST:
        raise ValueError("not the length of a payment order")
    try:
        raw = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=_FILTERS).decompress(data[2:], max_length=size + 1)
    except lzma.LZMAError:
        raise ValueError("damaged") from None
    if len(raw) != size or struct.unpack_from("<I", raw)[0] != zlib.crc32(raw[4:]):
        raise ValueError("wrong checksum")
    return raw[4:].decode()


def _payment(text: str) -> Values | None:
    fields = iter(text.split("\t"))
    invoice, count = _next(fields, 2)
    if count != "1":
        return None
    _kind, total, unit, due, symbol, _constant, _specific, _originator, _note, accounts = _next(fields, 10)
    account, *_ = _next(fields, 2 * int(digits(accounts)))
    for size in (STANDING_ORDER, DIRECT_DEBIT):
        (flag,) = _next(fields, 1)
        if flag == "1":
            _next(fields, size)
    return stated(
        totalCharges=optional_amount(total),
        chargesUnits=currency(unit),
        payeeAccount=iban(account),
        payeeName=next(fields, ""),
        reference=symbol.lstrip("0"),
        invoiceId=invoice,
        dueDate=day(due) if due else None,
    )


def _next(fields: Iterator[str], count: int) -> list[str]:
    """The next ``count`` fields. Raises ValueError if there are fewer."""
    taken = list(islice(fields, count))
    if len(taken) < count:
        raise ValueError("too short")
    return taken


PAY_BY_SQUARE = CodeFormat("pay-by-square", MATRIX, parse)
