"""The registry of code formats: the first whose parser accepts a code is its format."""

from billhook.extraction.machine_readable.code_format import CodeFormat
from billhook.extraction.machine_readable.swiss_qr_bill import SWISS_QR_BILL

FORMATS: tuple[CodeFormat, ...] = (SWISS_QR_BILL,)
