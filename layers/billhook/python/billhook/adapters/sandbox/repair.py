"""Repair of PDFs that pdfium cannot open, with pypdf. Runs in the child."""

from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from billhook.adapters.sandbox.read_error import ReadError

_MAX_STREAM_BYTES = 20_000_000
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": _MAX_STREAM_BYTES,
    "lzw_maximum_output_length": _MAX_STREAM_BYTES,
    "run_length_maximum_output_length": _MAX_STREAM_BYTES,
    "brotli_maximum_output_length": _MAX_STREAM_BYTES,
    "array_based_stream_maximum_output_length": _MAX_STREAM_BYTES,
    "image_maximum_buffer_size": _MAX_STREAM_BYTES,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_parsing_work_maximum_count": 200_000,
    "page_tree_maximum_entries": 2_000,
}
"""Limits per stream, far below pypdf's defaults; a bill needs less than a hundredth."""


def repaired(content: bytes, limits: Any) -> bytes:
    """Return the same pages in a valid file. Raises ReadError: encrypted, too_many_pages, unsafe or corrupt."""
    with pypdf.apply_configuration(**_LIMITS):
        try:
            return _rewritten(content, limits.pdf_pages)
        except (FileNotDecryptedError, DependencyError):
            raise ReadError("encrypted", "The PDF opens only with a password.") from None
        except LimitReachedError:
            raise ReadError("unsafe", "The PDF exceeds the decompression limit.") from None
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  pypdf raises any exception on malformed input
            raise ReadError("corrupt", f"The PDF is damaged ({type(error).__name__}).") from None


def _rewritten(content: bytes, most_pages: int) -> bytes:
    reader = pypdf.PdfReader(BytesIO(content), strict=False)
    if len(reader.pages) > most_pages:
        raise ReadError("too_many_pages", f"The PDF has {len(reader.pages)} pages; at most {most_pages} are read.")
    writer = pypdf.PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
