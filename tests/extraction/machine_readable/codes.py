"""Codes for tests: published examples as ``ScannedCode``."""

import zxingcpp
from PIL import Image
from segno import QRCode

from billhook.domain.document_text import Box, ScannedCode, Symbology

PLACE = Box(0.1, 0.7, 0.3, 0.85)

SWISS_LINES = (
    "SPC", "0200", "1", "CH4431999123000889012",
    "S", "Robert Schneider AG", "Rue du Lac", "1268", "2501", "Biel", "CH",
    "", "", "", "", "", "", "",
    "1949.75", "CHF",
    "S", "Pia-Maria Rutschmann-Schnyder", "Grosse Marktgasse", "28", "9400", "Rorschach", "CH",
    "QRR", "210000000003139471430009017", "Instruction of 03.04.2019", "EPD",
    "//S1/10/10201409/11/200701/20/140.000-53/30/102673831/31/200615/32/7.7/33/7.7:139.40/40/0:30",
)  # fmt: skip
"""Example 1 of the SIX implementation guidelines, with the bill information of Swico's syntax definition."""


def qr(text: str, charset: str = "utf-8") -> ScannedCode:
    return ScannedCode(Symbology.QR_CODE, text.encode(charset), PLACE)


def scanned(symbol: QRCode) -> ScannedCode:
    """The code that a scanner reads from a symbol of another library."""
    rows = [bytes(0 if module else 255 for module in row) for row in symbol.matrix_iter(scale=4, border=4)]
    (code,) = zxingcpp.read_barcodes(Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)))
    return ScannedCode(Symbology.QR_CODE, code.bytes, PLACE)
