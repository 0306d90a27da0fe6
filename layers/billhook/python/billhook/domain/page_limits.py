"""Limits of files and of their processing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageLimits:
    """Bytes, pages, pixels, seconds. Time and memory are limits of the child process for one request."""

    file_bytes: int = 50 * 1024 * 1024
    pdf_pages: int = 300
    image_side: int = 10_000
    image_pixels: int = 40_000_000
    image_frames: int = 50
    archive_files: int = 200
    archive_bytes: int = 200 * 1024 * 1024
    """Uncompressed size of all files in an archive."""

    archive_ratio: int = 100
    archive_free_bytes: int = 1024 * 1024
    """Up to this size a file may have any compression ratio: empty forms have high ones."""

    words: int = 500_000
    """Words of a file; a dense page has 800."""

    dpi: int = 200
    """Resolution of rendered pages in dpi; PP-OCR and Textract gain nothing from more."""

    picture_bytes: int = 10_000_000
    """Size of one rendered page; Textract accepts 10 MB."""

    sync_pages: int = 8
    """Up to this many pages are recognised synchronously."""

    region_pages: int = 3
    """Up to this many pages of a text layer have their regions without words recognised."""

    code_pages: int = 20
    """Up to so many pages without a text layer are searched for codes as a whole."""

    code_regions: int = 60
    """Up to so many regions of pages with a text layer are searched for codes, in a whole file."""

    xml_elements: int = 400_000
    """Elements of a file's XML; a year of quarter-hours has 250,000."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 25.0
    open_files: int = 32
