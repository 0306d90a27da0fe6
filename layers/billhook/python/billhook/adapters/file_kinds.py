"""File type detection by magic bytes. Names and declared types are ignored."""

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


def kind_of(content: bytes) -> FileKind | None:
    """Return a file's type by its first bytes, or None. A PDF header may follow up to 1,024 other bytes."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.PDF if b"%PDF-" in content[:_PDF_HEADER_WITHIN] else None
