"""How much of a file Billhook is willing to read: the figures, once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageLimits:
    """Bytes, pages, pixels, seconds. Time and memory are those of the child, for each thing asked of it."""

    file_bytes: int = 50 * 1024 * 1024
    pdf_pages: int = 300
    image_side: int = 10_000
    image_pixels: int = 40_000_000
    image_frames: int = 50
    archive_files: int = 200
    archive_bytes: int = 200 * 1024 * 1024
    """Of all files in an archive together, as they come out."""

    archive_ratio: int = 100
    archive_free_bytes: int = 1024 * 1024
    """Up to so many bytes a file may unpack to any number of times its size: empty forms do."""

    words: int = 500_000
    """Of a whole file; a dense page has 800."""

    dpi: int = 200
    """PP-OCR and Textract gain nothing from more."""

    picture_bytes: int = 10_000_000
    """Of one page handed to OCR; Textract takes 10 MB."""

    sync_pages: int = 8
    """Up to so many pages are recognized one by one while the caller waits."""

    region_pages: int = 3
    """Up to so many pages of a text layer have their regions without words recognized."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 25.0
    open_files: int = 32
