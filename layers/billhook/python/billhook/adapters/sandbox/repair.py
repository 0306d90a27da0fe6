"""A second look at PDFs that pdfium cannot open: pypdf rebuilds them or says why not. Runs in the child."""

from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from billhook.adapters.sandbox.read_error import ReadError

_STREAM = 20_000_000
_TIGHT: dict[str, Any] = {
    "zlib_maximum_output_length": _STREAM,
    "lzw_maximum_output_length": _STREAM,
    "run_length_maximum_output_length": _STREAM,
    "brotli_maximum_output_length": _STREAM,
    "array_based_stream_maximum_output_length": _STREAM,
    "image_maximum_buffer_size": _STREAM,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_parsing_work_maximum_count": 200_000,
    "page_tree_maximum_entries": 2_000,
}
"""Far below pypdf's own: they are per stream, and a bill needs less than a hundredth."""


def repaired(content: bytes, limits: Any) -> bytes:
    """The same pages in a clean file. Raises Refusal: encrypted, too_many_pages, unsafe or corrupt."""
    with pypdf.apply_configuration(**_TIGHT):
        try:
            return _rewritten(content, limits.pdf_pages)
        except (FileNotDecryptedError, DependencyError):
            raise ReadError("encrypted", "The PDF opens only with a password.") from None
        except LimitReachedError:
            raise ReadError("unsafe", "The PDF unpacks to more than it should.") from None
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  pypdf's errors are no contract: anything may come out of bad input
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
