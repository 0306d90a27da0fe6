"""File type detection by magic bytes. Names and declared types are ignored."""

import re

from billhook.ports.text_recognition import FileKind

_PDF_HEADER_WITHIN = 1024
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"PK\3\4", FileKind.ZIP),
    (b"PK\5\6", FileKind.ZIP),
)

_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s|<(?:!--|(?:[\w.-]+:)?"
    rb"(?:CrossIndustry\w+|Invoice|CreditNote|FatturaElettronica|Facturae|NF3e|nf3eProc|NFCom|nfcomProc|Faktura|feed)\b))"
)
"""An XML declaration, a comment, or the root of an e-invoice."""

_WIDE_XML = (b"\xff\xfe<\0", b"\xfe\xff\0<")
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""The object identifier of CMS signed data, which begins the file."""

_SIGNED_TEXT = (b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----")
_SIGNED_BASE64 = re.compile(rb"MI[A-Za-z0-9+/]{0,14}(?:BgkqhkiG9w0BBwKg|YJKoZIhvcNAQcCo|GCSqGSIb3DQEHAq)")
"""The beginning of a signature in base64, with the identifier at each of three alignments."""

_HEAD = 40


def kind_of(content: bytes) -> FileKind | None:
    """Return a file's type by its first bytes, or None. A PDF header may follow up to 1,024 other bytes."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    if _XML.match(content) or content.startswith(_WIDE_XML):
        return FileKind.XML
    return FileKind.SIGNED if _is_signed(content) else None


def _is_signed(content: bytes) -> bool:
    is_binary = content.startswith(b"\x30") and _SIGNED_DATA in content[:_HEAD]
    return is_binary or content.startswith(_SIGNED_TEXT) or bool(_SIGNED_BASE64.match(content))
